using System.Text.Json;

namespace Nightshift.Protocols.Batches.OpenAi;

/// <summary>
/// Reads files, batches and lists. Lenient as Azure demands: words in capitals, times as numbers or texts, counts as numbers, texts or
/// null, empty ids, lists under <c>value</c> (azure-ai-docs, 2026-08-14).
/// </summary>
internal static class OpenAiReader
{
    /// <summary>A file; null when it has no id.</summary>
    public static RemoteFile? File(JsonElement file) => Json.Word(file, "id") is not { } id ? null : new(
        id, Json.Word(file, "filename"), Json.CountOrNull(file, "bytes"), Json.Time(file, "created_at"), Readiness(Json.Word(file, "status")));

    /// <summary>A batch; null when it has no id.</summary>
    public static RemoteBatch? Batch(ChannelAnswer answer, string? metadataName)
    {
        var batch = answer.Body;
        if (Json.Word(batch, "id") is not { } id)
            return null;
        var word = Json.Word(batch, "status") ?? "";
        var counts = Json.Member(batch, "request_counts");
        var status = StatusWord.Read(word);
        if (status == RemoteStatus.Completed && LacksFiles(batch, counts) && LateResults.MayCome(Json.Time(batch, "completed_at"), answer.Headers.Date))
            status = RemoteStatus.Finalizing;
        return new RemoteBatch
        {
            Id = id,
            Status = status,
            StatusWord = word,
            InputFile = Json.Word(batch, "input_file_id"),
            Submission = metadataName is null ? null : Json.Word(Json.Member(batch, "metadata"), metadataName),
            CreatedAt = Json.Time(batch, "created_at"),
            ExpiresAt = Json.Time(batch, "expires_at"),
            Total = Json.CountOrNull(counts, "total") is > 0 and var total ? total : null,
            Done = Json.CountOrNull(counts, "completed") + Json.Count(counts, "failed"),
            Results = status.HasEnded() ? [.. Results(batch)] : [],
            Faults = [.. Faults(Json.Member(batch, "errors"))],
            RetryAfter = answer.RetryAfter,
        };
    }

    /// <summary>A page of a list; null when there is no list. The next page is the part of a query that asks for it.</summary>
    public static Page<T>? Page<T>(JsonElement list, Func<JsonElement, T?> read, Func<T, string> idOf)
        where T : class
    {
        var array = list.ValueKind == JsonValueKind.Array ? list
            : Json.Member(list, "data") is { ValueKind: JsonValueKind.Array } data ? data
            : Json.Member(list, "value") is { ValueKind: JsonValueKind.Array } value ? value
            : Json.Member(list, "batches");
        if (array.ValueKind != JsonValueKind.Array)
            return null;
        var items = array.EnumerateArray().Select(read).OfType<T>().ToList();
        var next = Json.Word(list, "pagination_token") is { } token ? $"pagination_token={Uri.EscapeDataString(token)}"
            : Json.Member(list, "has_more").ValueKind == JsonValueKind.True && items.Count > 0 ? $"after={Uri.EscapeDataString(Json.Word(list, "last_id") ?? idOf(items[^1]))}"
            : null;
        return new(items, next);
    }

    // Azure's words; OpenAI says "uploaded" and "processed" (2026-08).
    private static FileReadiness Readiness(string? word) => word?.ToUpperInvariant() switch
    {
        "PENDING" or "RUNNING" or "NOTRUNNING" or "UPLOADING" => FileReadiness.Pending,
        "ERROR" or "FAILED" or "DELETED" or "DELETING" => FileReadiness.Faulty,
        _ => FileReadiness.Ready,
    };

    private static bool LacksFiles(JsonElement batch, JsonElement counts) =>
        (Json.Count(counts, "completed") > 0 && Json.Word(batch, "output_file_id") is null) || (Json.Count(counts, "failed") > 0 && Json.Word(batch, "error_file_id") is null);

    private static IEnumerable<ResultPart> Results(JsonElement batch)
    {
        if (Json.Word(batch, "output_file_id") is { } output)
            yield return new("output", output, IsFile: true);
        if (Json.Word(batch, "error_file_id") is { } error)
            yield return new("error", error, IsFile: true);
    }

    private static IEnumerable<BatchFault> Faults(JsonElement errors)
    {
        foreach (var fault in Json.Items(errors.ValueKind == JsonValueKind.Object ? Json.Member(errors, "data") : errors))
        {
            var code = Json.Word(fault, "code");
            var read = new BatchFault(code, Json.Word(fault, "message") ?? code ?? "no reason was given", Json.CountOrNull(fault, "line"));
            yield return TokenLimit.IsOne(read) ? read with { Code = TokenLimit.Code } : read;
        }
    }
}
