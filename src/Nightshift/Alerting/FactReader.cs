using Nightshift.Alerting.Rules;
using Nightshift.Engine;
using Nightshift.Engine.Reporting;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Routing;
using Nightshift.Stores;

namespace Nightshift.Alerting;

/// <summary>Reads from the store what the rules look at. It only reads: the sums that are there, no rows.</summary>
internal sealed class FactReader(IStore store, IReadOnlyList<AlertReceiver> receivers, IReadOnlyList<Budget> budgets, ProviderCatalog providers)
{
    /// <summary>What ended longer ago is nobody's news: receivers that are configured anew are not told the past.</summary>
    private static readonly TimeSpan News = TimeSpan.FromDays(7);

    /// <summary>Where nobody says how long results are kept: the shortest that the large ones promise (Anthropic, 29 days from the creation; 2026-11-21).</summary>
    private static readonly TimeSpan UsuallyKept = TimeSpan.FromDays(29);

    public async Task<AlertFacts> ReadAsync(DateTimeOffset since, DateTimeOffset now)
    {
        since = since > now - News ? since : now - News;
        // Samples and comparisons are watched by whoever began them.
        var jobs = (await store.ListJobsAsync()).Where(job => IsNews(job, since)).Select(job => (Job: job, Spec: JobSpec.Of(job))).Where(job => job.Spec.Sample is null).ToList();
        var specs = jobs.ToDictionary(job => job.Job.Id, job => job.Spec);
        var spending = await SpendingAsync(jobs.Select(job => job.Job), now);
        var facts = jobs.ToDictionary(job => job.Job.Id, job => new JobFacts(job.Job)
        {
            Tags = job.Spec.Tags ?? [],
            Output = job.Spec.Output?.Path,
            Spending = spending.TryGetValue(job.Job.Id, out var spent) ? SpendingGroup.Of("", spent) : null,
        });
        IReadOnlyList<Budget> held =
        [
            .. budgets,
            .. jobs.Where(job => job.Job.State is JobState.Running or JobState.Paused && job.Spec.MaxCostUsd is not null)
                .Select(job => new Budget(job.Spec.MaxCostUsd!.Value) { Job = job.Job.Id }),
        ];
        var batches = await store.ListBatchesAsync();
        var overdue = OverdueBatches.Among(batches, now).ToDictionary(late => late.Batch.Id);
        return new AlertFacts
        {
            Now = now,
            Since = since,
            Jobs = [.. facts.Values],
            Standings = await store.ReadStandingsAsync(held),
            Batches =
            [
                .. batches.Where(batch => batch.State.IsOpen() && facts.ContainsKey(batch.Job))
                    .Select(batch => BatchOf(batch, facts[batch.Job], specs[batch.Job]) with { Overdue = overdue.GetValueOrDefault(batch.Id) }),
            ],
            Schedules = await SchedulesAsync(since),
            Yesterday = await YesterdayAsync(now),
            Shares = [.. receivers.Where(receiver => receiver.On?.Contains(AlertKind.RowsFailed) != false).Select(receiver => receiver.FailedOver).Distinct()],
        };
    }

    /// <summary>Planned times that were left out: nobody was there, or the run before had not ended.</summary>
    private async Task<IReadOnlyList<ScheduleFacts>> SchedulesAsync(DateTimeOffset since)
    {
        var leftOut = new List<ScheduleFacts>();
        foreach (var schedule in await store.ListSchedulesAsync())
        {
            leftOut.AddRange((await store.ListRunsAsync(schedule.Id))
                .Where(run => run.State is ScheduledRunState.Missed or ScheduledRunState.Overlapped && run.ClaimedAt >= since)
                .Select(run => new ScheduleFacts(schedule.Name, run.Id.PlannedAt, IsOverlap: run.State == ScheduledRunState.Overlapped)));
        }

        return leftOut;
    }

    private static bool IsNews(Job job, DateTimeOffset since) => job.State switch
    {
        JobState.Running or JobState.Paused => true,
        JobState.Finished => job.FinishedAt >= since,
        JobState.Cancelled => job.Counts.Done < job.Counts.Total,
        JobState.Intake => false,
        _ => throw new ArgumentOutOfRangeException(nameof(job), job.State, "not a state"),
    };

    private async Task<Dictionary<JobId, List<Spending>>> SpendingAsync(IEnumerable<Job> jobs, DateTimeOffset now)
    {
        var ids = jobs.ToDictionary(job => job.Id);
        if (ids.Count == 0)
            return [];
        var from = DateOnly.FromDateTime(ids.Values.Min(job => job.CreatedAt).UtcDateTime);
        var all = await store.ReadSpendingAsync(from, DateOnly.FromDateTime(now.UtcDateTime).AddDays(1));
        return all.Where(one => ids.ContainsKey(one.Payer.Job)).GroupBy(one => one.Payer.Job).ToDictionary(one => one.Key, one => one.ToList());
    }

    private BatchFacts BatchOf(Batch batch, JobFacts job, JobSpec spec)
    {
        // The account begins with its provider's name: a route has several.
        var name = spec.IsOfRoute ? batch.Account[..batch.Account.IndexOfAny([' ', '#'])] : ModelName.Parse(spec.Task.Model).Provider;
        var terms = providers.Find(name)?.Batch;
        return new BatchFacts(batch, job, name, terms is null ? UsuallyKept : terms.ResultsKept, terms?.Window ?? TimeSpan.FromDays(1));
    }

    private async Task<SpendingReport?> YesterdayAsync(DateTimeOffset now)
    {
        if (receivers.All(receiver => receiver.On?.Contains(AlertKind.DailyReport) == false))
            return null;
        var day = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        return await SpendingReport.ReadAsync(store, (day, day), budgets);
    }
}
