using Nightshift.Model;

namespace Nightshift.Alerting.Rules;

/// <summary>Results that are paid for, wait at their provider, and are deleted there before long.</summary>
internal static class ExpiryRule
{
    private static readonly TimeSpan Lead = TimeSpan.FromDays(3);
    private static readonly TimeSpan LongKept = TimeSpan.FromDays(7);

    /// <summary>Whoever is looked at has not ended.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromHours(1);

    public static IEnumerable<Notice> Of(BatchFacts facts, DateTimeOffset now)
    {
        if (GoneAt(facts) is not { } goneAt || now < goneAt - LeadOf(facts) || !MayHaveResults(facts.Batch, now))
            yield break;
        var (batch, job) = (facts.Batch, facts.Job.Job);
        yield return new Notice(new Alert
        {
            Kind = AlertKind.ResultsExpiring,
            Subject = $"batch {batch.Id} {batch.RemoteId}",
            Headline = $"{AlertText.Name(job)}: the results of batch {batch.Id} ({NumberWords.Rows(batch.Rows)}) "
                + (goneAt > now ? $"are deleted at {facts.Provider} in {AlertText.Term(goneAt - now)}." : $"may be deleted at {facts.Provider} by now."),
            Lines =
            [
                "They are paid for and have not been collected.",
                .. job is { State: JobState.Paused, Reason: { } reason } ? [$"The job is paused: {AlertText.Foreign(reason).TrimEnd('.')}."] : Array.Empty<string>(),
                "Collect them with: nightshift work",
            ],
            Data = AlertBody.Details(json =>
            {
                json.WriteNumber("job", job.Id.Value);
                json.WriteNumber("batch", batch.Id.Value);
                json.WriteString("remote_id", batch.RemoteId);
                json.WriteString("provider", facts.Provider);
                json.WriteNumber("rows", batch.Rows);
                json.WriteString("deleted_at", AlertText.Moment(goneAt));
            }),
        }) { JobName = job.Name, Tags = facts.Job.Tags };
    }

    /// <summary>The earliest that they can be gone; null for never.</summary>
    private static DateTimeOffset? GoneAt(BatchFacts facts)
    {
        if (facts is not { Kept: { } kept, Batch: { RemoteId: not null, SubmittedAt: { } submittedAt } batch })
            return null;
        // Some count from the creation, and of the end only the look is known that saw it. Where days do not matter, the creation is safe.
        return (kept >= LongKept ? submittedAt : batch.EndedAt ?? (submittedAt + facts.Window)) + kept;
    }

    private static TimeSpan LeadOf(BatchFacts facts) => facts.Kept / 4 is { } part && part < Lead ? part : Lead;

    private static bool MayHaveResults(Batch batch, DateTimeOffset now) =>
        batch.State == BatchState.Ended || (batch.State == BatchState.Submitted && batch.NextStepAt + Overdue < now);
}
