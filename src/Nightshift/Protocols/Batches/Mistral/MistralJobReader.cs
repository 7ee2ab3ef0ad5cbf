using System.Text.Json;
using Nightshift.Protocols.Batches.OpenAi;

namespace Nightshift.Protocols.Batches.Mistral;

/// <summary>Reads a batch job.</summary>
internal static class MistralJobReader
{
    /// <summary>The array with results that came within the job.</summary>
    public const string InlineMember = "outputs";

    public static RemoteBatch? Read(JsonElement job, DateTimeOffset? now)
    {
        if (Json.Word(job, "id") is not { } id)
            return null;
        var word = Json.Text(job, "status") ?? "";
        var status = StatusWord.Read(word);
        if (status.HasEnded() && LacksResults(job) && LateResults.MayCome(Json.Time(job, "completed_at"), now))
            status = RemoteStatus.Finalizing;
        // It is 0 until the job runs (recorded 2026-08).
        var total = Json.Count(job, "total_requests");
        return new RemoteBatch
        {
            Id = id,
            Status = status,
            StatusWord = word,
            InputFile = Json.Items(Json.Member(job, "input_files")).Where(file => file.ValueKind == JsonValueKind.String).Select(file => file.GetString()).FirstOrDefault(),
            Submission = Json.Word(Json.Member(job, "metadata"), OpenAiTraits.UsualMetadataName),
            CreatedAt = Json.Time(job, "created_at"),
            Total = total > 0 ? total : null,
            Done = total > 0 ? Math.Max(Json.Count(job, "completed_requests"), Json.Count(job, "succeeded_requests") + Json.Count(job, "failed_requests")) : null,
            Results = status.HasEnded() ? ResultsOf(job, id) : [],
            Faults = status == RemoteStatus.Failed
                ? [.. Json.Items(Json.Member(job, "errors")).Select(error => new BatchFault(Code: null, Json.Word(error, "message") ?? "no reason is given", Line: null))]
                : [],
        };
    }

    private static bool LacksResults(JsonElement job) => Json.Member(job, InlineMember).ValueKind != JsonValueKind.Array
        && ((Json.Count(job, "succeeded_requests") > 0 && Json.Word(job, "output_file") is null) || (Json.Count(job, "failed_requests") > 0 && Json.Word(job, "error_file") is null));

    private static List<ResultPart> ResultsOf(JsonElement job, string id)
    {
        var parts = new List<ResultPart>();
        if (Json.Word(job, "output_file") is { } output)
            parts.Add(new ResultPart("output", output, IsFile: true));
        if (Json.Word(job, "error_file") is { } error)
            parts.Add(new ResultPart("error", error, IsFile: true));
        if (parts.Count == 0 && Json.Member(job, InlineMember).ValueKind == JsonValueKind.Array)
            parts.Add(new ResultPart("output", id, IsFile: false));
        return parts;
    }
}
