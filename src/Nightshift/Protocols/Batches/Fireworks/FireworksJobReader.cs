using System.Text.Json;

namespace Nightshift.Protocols.Batches.Fireworks;

/// <summary>Reads a batch inference job. Names are paths (<c>accounts/a/batchInferenceJobs/x</c>); an id is their end.</summary>
internal static class FireworksJobReader
{
    // Ids begin with a letter.
    private const string Prefix = "nightshift-";

    /// <summary>The job's id for a submission.</summary>
    public static string IdOf(string submission) => Prefix + submission;

    /// <summary>The end of a name.</summary>
    public static string End(string name) => name[(name.LastIndexOf('/') + 1)..];

    public static RemoteBatch? Read(JsonElement job)
    {
        if (Json.Word(job, "name") is not { } name || End(name) is not { Length: > 0 } id)
            return null;
        var word = Json.Text(job, "state") ?? "";
        var status = StatusWord.Read(word);
        var progress = Json.Member(job, "jobProgress");
        var (total, done) = (Json.Count(progress, "totalInputRequests"), Json.Count(progress, "totalProcessedRequests"));
        return new RemoteBatch
        {
            Id = id,
            Status = status,
            StatusWord = word,
            InputFile = Json.Word(job, "inputDatasetId") is { } input ? End(input) : null,
            Submission = id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : null,
            CreatedAt = Json.Time(job, "createTime"),
            Total = total > 0 ? total : null,
            Done = total > 0 ? done : null,
            // One that ended before it did anything has no dataset.
            Results = status.HasEnded() && (done > 0 || (total == 0 && status != RemoteStatus.Failed)) && Json.Word(job, "outputDatasetId") is { } output
                ? [new ResultPart("output", End(output), IsFile: true)]
                : [],
            Faults = status == RemoteStatus.Failed && Json.Member(job, "status") is { ValueKind: JsonValueKind.Object } fault
                ? [new BatchFault(Json.Word(fault, "code"), Json.Word(fault, "message") ?? "no reason is given", Line: null)]
                : [],
        };
    }
}
