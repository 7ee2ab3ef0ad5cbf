using System.Text.Json;

namespace Nightshift.Protocols.Batches.Gemini;

/// <summary>Reads a batch, which is a long-running operation: the batch is its metadata. What is 0 or false is left out.</summary>
internal static class GeminiBatchReader
{
    /// <summary>The array with results that came within the batch.</summary>
    public const string InlineMember = "inlinedResponses";

    public static RemoteBatch? Read(JsonElement operation)
    {
        if (Json.Word(operation, "name") is not { } name)
            return null;
        var batch = Json.Member(operation, "metadata");
        var stats = Json.Member(batch, "batchStats");
        var total = Json.Count(stats, "requestCount");
        var word = Json.Text(batch, "state") ?? "";
        var status = StatusOf(operation, word);
        return new RemoteBatch
        {
            Id = name,
            Status = status,
            StatusWord = word,
            InputFile = Json.Word(Json.Member(batch, "inputConfig"), "fileName"),
            Submission = Json.Word(batch, "displayName"),
            CreatedAt = Json.Time(batch, "createTime"),
            Total = total > 0 ? total : null,
            Done = total > 0 ? Json.Count(stats, "successfulRequestCount") + Json.Count(stats, "failedRequestCount") : null,
            Results = status.HasEnded() ? ResultsOf(name, [Json.Member(batch, "output"), Json.Member(operation, "response")]) : [],
            Faults = status == RemoteStatus.Failed && Json.Member(operation, "error") is { ValueKind: JsonValueKind.Object } error ? [FaultOf(error)] : [],
        };
    }

    /// <summary>A list without batches has no member for them.</summary>
    public static Page<RemoteBatch>? ReadList(JsonElement list) => list.ValueKind != JsonValueKind.Object ? null : new(
        [.. Json.Items(Json.Member(list, "operations")).Select(Read).OfType<RemoteBatch>()], Json.Word(list, "nextPageToken"));

    /// <summary>A word that is not known gives way to the operation's own end.</summary>
    private static RemoteStatus StatusOf(JsonElement operation, string word) => StatusWord.Read(word) switch
    {
        RemoteStatus.Running when !word.EndsWith("_RUNNING", StringComparison.Ordinal) && Json.Member(operation, "done").ValueKind == JsonValueKind.True =>
            Json.Member(operation, "error").ValueKind == JsonValueKind.Object ? RemoteStatus.Failed : RemoteStatus.Completed,
        var status => status,
    };

    /// <summary>Small file jobs answer inline too (maximhq/bifrost 3951): what there is decides, and not how the rows went up.</summary>
    private static IReadOnlyList<ResultPart> ResultsOf(string name, ReadOnlySpan<JsonElement> outputs)
    {
        foreach (var output in outputs)
        {
            if (Json.Word(output, "responsesFile") is { } file)
                return [new ResultPart("output", file, IsFile: true)];
            if (Json.Member(output, InlineMember).ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                return [new ResultPart("output", name, IsFile: false)];
        }

        return [];
    }

    private static BatchFault FaultOf(JsonElement error)
    {
        var code = Json.Count(error, "code");
        return new(RpcCode.HttpStatus(code) == 429 ? TokenLimit.Code : code.ToString(), Json.Text(error, "message") ?? "the batch failed", Line: null);
    }
}
