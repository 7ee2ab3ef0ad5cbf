using Nightshift.Model;
using Nightshift.Routing;

namespace Nightshift.Alerting.Rules;

/// <summary>Batches that are out far longer than batches of the same account and model were before.</summary>
internal static class OverdueRule
{
    public static IEnumerable<Notice> Of(IEnumerable<BatchFacts> batches) =>
        batches.Where(facts => facts.Overdue is not null && !facts.Batch.CancelAsked).Select(facts => Late(facts, facts.Overdue!));

    private static Notice Late(BatchFacts facts, OverdueBatch late)
    {
        var (batch, job) = (facts.Batch, facts.Job.Job);
        return new Notice(new Alert
        {
            Kind = AlertKind.BatchOverdue,
            Subject = $"batch {batch.Id} {batch.RemoteId}",
            Headline = $"{AlertText.Name(job)}: batch {batch.Id} ({NumberWords.Rows(batch.Rows)}) has been at {facts.Provider} for {AlertText.Term(late.Age)}; nineteen of twenty were back within {AlertText.Term(late.Usual)}.",
            Lines =
            [
                $"{NumberWords.Count(batch.RemoteDone)} of its rows are done, says the provider.",
                "With --strategy hybrid or deadline its rows are called back in time and sent live; run the job's command again with one of them to have that now.",
            ],
            Data = AlertBody.Details(json =>
            {
                json.WriteNumber("job", job.Id.Value);
                json.WriteNumber("batch", batch.Id.Value);
                json.WriteString("remote_id", batch.RemoteId);
                json.WriteString("provider", facts.Provider);
                json.WriteNumber("rows", batch.Rows);
                json.WriteNumber("age_seconds", (long)late.Age.TotalSeconds);
                json.WriteNumber("usual_seconds", (long)late.Usual.TotalSeconds);
            }),
        }) { JobName = job.Name, Tags = facts.Job.Tags };
    }
}
