using Nightshift.Model;

namespace Nightshift.Alerting.Rules;

/// <summary>Batches whose next step has been due for hours: nobody collects. Of a paused job its pause has said it.</summary>
internal static class StallRule
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(6);

    public static IEnumerable<Notice> Of(IEnumerable<BatchFacts> batches, DateTimeOffset now) => batches
        .Where(facts => facts.Job.Job.State is JobState.Running or JobState.Cancelled && facts.Batch.State.IsOpen() && DueAt(facts) + Patience < now)
        .GroupBy(facts => facts.Job.Job.Id)
        .Select(ofJob => Stalled([.. ofJob.OrderBy(DueAt)], now));

    private static DateTimeOffset DueAt(BatchFacts facts) => facts.Batch.NextStepAt ?? facts.Batch.SubmittedAt ?? facts.Batch.SealedAt;

    private static Notice Stalled(IReadOnlyList<BatchFacts> batches, DateTimeOffset now)
    {
        var (facts, since) = (batches[0].Job, DueAt(batches[0]));
        var rows = batches.Sum(batch => (long)batch.Batch.Rows);
        return new Notice(new Alert
        {
            Kind = AlertKind.CollectorStalled,
            Subject = $"job {facts.Job.Id} since {AlertText.Moment(since)}",
            Headline = $"{AlertText.Name(facts.Job)}: nobody has looked at its batches for {AlertText.Term(now - since)}.",
            Lines =
            [
                $"{NumberWords.Count(batches.Count)} of them with {NumberWords.Rows(rows)} should have been looked at by {AlertText.Time(since)}.",
                "Is `nightshift work --forever` running, or `nightshift work --once` in the crontab?",
            ],
            Data = AlertBody.Details(json =>
            {
                json.WriteNumber("job", facts.Job.Id.Value);
                json.WriteNumber("batches", batches.Count);
                json.WriteNumber("rows", rows);
                json.WriteString("due_at", AlertText.Moment(since));
            }),
        }) { JobName = facts.Job.Name, Tags = facts.Tags };
    }
}
