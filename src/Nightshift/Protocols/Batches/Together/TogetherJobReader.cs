using System.Text.Json;

namespace Nightshift.Protocols.Batches.Together;

/// <summary>Reads a batch job.</summary>
internal static class TogetherJobReader
{
    /// <summary>What a creation answers with: the job is wrapped, beside a warning.</summary>
    public static RemoteBatch? ReadCreated(JsonElement answer) => Read(Json.Member(answer, "job") is { ValueKind: JsonValueKind.Object } job ? job : answer);

    public static RemoteBatch? Read(JsonElement job)
    {
        if (Json.Word(job, "id") is not { } id)
            return null;
        var word = Json.Text(job, "status") ?? "";
        var status = StatusWord.Read(word);
        return new RemoteBatch
        {
            Id = id,
            Status = status,
            StatusWord = word,
            InputFile = Json.Word(job, "input_file_id"),
            CreatedAt = Json.Time(job, "created_at"),
            ExpiresAt = Json.Time(job, "job_deadline"),
            Results = status.HasEnded() ? [.. Part(job, "output"), .. Part(job, "error")] : [],
            Faults = status == RemoteStatus.Failed && Json.Word(job, "error") is { } error ? [new BatchFault(Code: null, error, Line: null)] : [],
        };
    }

    /// <summary>A list: a bare array, of files within <c>data</c>. It has one page.</summary>
    public static Page<T>? ReadList<T>(JsonElement answer, Func<JsonElement, T?> read)
        where T : class
    {
        var items = answer.ValueKind == JsonValueKind.Array ? answer : Json.Member(answer, "data");
        return items.ValueKind == JsonValueKind.Array ? new([.. items.EnumerateArray().Select(read).OfType<T>()], Next: null) : null;
    }

    private static ResultPart[] Part(JsonElement job, string source) => Json.Word(job, $"{source}_file_id") is { } id ? [new(source, id, IsFile: true)] : [];

}
