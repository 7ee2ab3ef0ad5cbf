using System.Security.Cryptography;
using System.Text;
using Nightshift.Model;

namespace Nightshift.Alerting.Rules;

/// <summary>Jobs that finished, stopped, or lose more rows than somebody puts up with.</summary>
internal static class JobRules
{
    private const int ReasonBytes = 4;

    public static IEnumerable<Notice> Of(JobFacts facts, AlertFacts at)
    {
        var job = facts.Job;
        if (job.FinishedAt < at.Since || job.State is JobState.Intake or JobState.Cancelled)
            yield break;
        foreach (var share in at.Shares.Where(share => Failed(job) > share * job.Counts.Total))
            yield return Lossy(facts, share);
        if (job is { State: JobState.Finished, FinishedAt: { } finishedAt })
            yield return Finished(facts, finishedAt);
        if (job is { State: JobState.Paused, Reason: { } reason })
            yield return Paused(facts, reason);
    }

    /// <summary>Of all of its rows, not of those that are done: bad records fail first, before the good ones are asked for.</summary>
    private static long Failed(Job job) => job.Counts.Failed + job.Counts.Expired;

    private static Notice Finished(JobFacts facts, DateTimeOffset at)
    {
        var (job, failed) = (facts.Job, Failed(facts.Job));
        return About(facts, new Alert
        {
            Kind = AlertKind.JobFinished,
            Subject = $"job {job.Id} at {AlertText.Moment(at)}",
            Headline = $"{AlertText.Name(job)} finished: {NumberWords.Count(job.Counts.Succeeded)} of {NumberWords.Rows(job.Counts.Total)} succeeded"
                + (failed > 0 ? $", {NumberWords.Count(failed)} failed." : "."),
            Lines =
            [
                Cost(facts),
                .. facts.Output is not (null or "-") ? [$"Output: {AlertText.Foreign(facts.Output)}"] : Array.Empty<string>(),
                .. failed > 0 ? [$"Try the failed rows again with: nightshift retry {job.Id}"] : Array.Empty<string>(),
            ],
            Data = Numbers(facts),
        });
    }

    private static Notice Paused(JobFacts facts, string reason)
    {
        var job = facts.Job;
        return About(facts, new Alert
        {
            Kind = AlertKind.JobPaused,
            // Once for a cause, however often it is tried again in vain: not before more rows are done, or for another cause.
            Subject = $"job {job.Id} after {job.Counts.Done} rows: {Cause(reason)}",
            Headline = $"{AlertText.Name(job)} is paused: {AlertText.Foreign(reason).TrimEnd('.')}.",
            Lines =
            [
                $"{NumberWords.Count(job.Counts.Done)} of {NumberWords.Rows(job.Counts.Total)} are done; nothing is lost. {Cost(facts)}",
                "When that is put right, go on with: nightshift work",
            ],
            Data = Numbers(facts),
        });
    }

    private static Notice Lossy(JobFacts facts, decimal share)
    {
        var job = facts.Job;
        return About(facts, new Alert
        {
            Kind = AlertKind.RowsFailed,
            Subject = $"job {job.Id} over {NumberWords.Percent(share)}",
            Headline = $"{AlertText.Name(job)}: {NumberWords.Rows(Failed(job))} of {NumberWords.Count(job.Counts.Total)} failed, more than {NumberWords.Percent(share)}.",
            Lines =
            [
                $"{NumberWords.Count(job.Counts.Done)} are done. {Cost(facts)}",
                $"See why with: nightshift results {job.Id}",
                .. job.State == JobState.Finished ? [$"Try them again with: nightshift retry {job.Id}"] : new[] { $"Stop it with: nightshift cancel {job.Id}" },
            ],
            Data = Numbers(facts),
        }) with { FailedOver = share };
    }

    private static Notice About(JobFacts facts, Alert alert) => new(alert) { JobName = facts.Job.Name, Tags = facts.Tags };

    private static string Cost(JobFacts facts)
    {
        var spend = facts.Job.Spend;
        if (spend is { CostUsd: 0, Unpriced: > 0 })
            return "What it cost is not known: its model has no price.";
        var saved = facts.Spending?.SavedUsd ?? 0;
        return $"It cost {NumberWords.Usd(spend.CostUsd)}{(spend.Unpriced > 0 ? " and what has no price" : "")}"
            + (saved >= 0.01m ? $", {NumberWords.Usd(saved)} less than live calls." : ".");
    }

    private static string Numbers(JobFacts facts) => AlertBody.Details(json =>
    {
        var job = facts.Job;
        json.WriteNumber("job", job.Id.Value);
        json.WriteString("name", job.Name);
        json.WriteNumber("rows", job.Counts.Total);
        json.WriteNumber("done", job.Counts.Done);
        json.WriteNumber("succeeded", job.Counts.Succeeded);
        json.WriteNumber("failed", Failed(job));
        json.WriteNumber("cost_usd", job.Spend.CostUsd);
        json.WriteNumber("unpriced_attempts", job.Spend.Unpriced);
        if (facts.Spending is { } spending)
            json.WriteNumber("saved_usd", spending.SavedUsd);
        json.WriteStartArray("tags");
        foreach (var tag in facts.Tags)
            json.WriteStringValue(tag);
        json.WriteEndArray();
    });

    /// <summary>A reason without its numbers, which change from try to try.</summary>
    private static string Cause(string reason)
    {
        var words = string.Concat(reason.Where(letter => !char.IsAsciiDigit(letter)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)).AsSpan(0, ReasonBytes));
    }
}
