using System.Collections.Concurrent;
using Nightshift.Model;
using Nightshift.Queueing;
using Nightshift.Routing;
using Nightshift.Stores;

namespace Nightshift.Batching;

/// <summary>Asks the router, moment by moment, which of a job's rows go into batches, lets live calls have the others, and keeps what is called back.</summary>
/// <param name="strategy">How the job wants it.</param>
/// <param name="deadline">When it is to be done; null for no such time.</param>
/// <param name="store">Where its batches are, and those before.</param>
/// <param name="lane">The batch API.</param>
/// <param name="quota">What live calls may take.</param>
/// <param name="liveRowsPerMinute">What live calls come to in a minute, as far as that is known.</param>
/// <param name="time">The clock.</param>
internal sealed class RowRouting(
    Strategy strategy, DateTimeOffset? deadline, IStore store, BatchLane lane, LiveQuota quota, Func<Job, double?> liveRowsPerMinute, TimeProvider time)
{
    /// <summary>How long batches take does not change from one moment to the next.</summary>
    private static readonly TimeSpan Reading = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<BatchId, bool> _recalled = [];
    private Turnaround? _turnaround;
    private DateTimeOffset _readAt;

    /// <summary>The way that was chosen last; null before the first.</summary>
    public Route? Route { get; private set; }

    /// <summary>Whether a batch is called back: its rows are wanted elsewhere.</summary>
    public bool IsRecalled(BatchId batch) => _recalled.ContainsKey(batch);

    /// <summary>Nothing goes into batches any more and nothing comes back: what is left is for live calls.</summary>
    public void End() => quota.Set(Route.All);

    /// <summary>The way from here.</summary>
    /// <param name="job">As it stands now.</param>
    public async Task<Route> PlanAsync(Job job)
    {
        var route = Router.Plan(strategy, await FactsAsync(job));
        foreach (var batch in route.Recalled)
            _recalled.TryAdd(batch, true);
        quota.Set(route.LiveRows);
        return Route = route;
    }

    private async Task<RouteFacts> FactsAsync(Job job)
    {
        var now = time.GetUtcNow();
        var facts = new RouteFacts { Now = now, Deadline = deadline, Waiting = job.Counts.Pending, HasBatches = true, FewestRows = lane.Terms.FewestRows, Turnaround = _turnaround ??= Turnaround.Of([]) };
        if (strategy is Strategy.Fastest or Strategy.Cheapest)
            return facts;
        if (now - _readAt > Reading)
        {
            var model = lane.Connection.Model;
            var like = (await store.ListBatchesAsync()).Where(batch => batch.Account == lane.Account && (model.IsOfEachLine || batch.Model == model.Model));
            (_turnaround, _readAt) = (Turnaround.Of(like, job.Counts.Total, now), now);
        }

        var batches = (await store.ListBatchesAsync(job.Id)).Where(batch => batch.State.IsEnqueued());
        return facts with
        {
            Turnaround = _turnaround,
            LiveRowsPerMinute = liveRowsPerMinute(job),
            Batches = [.. batches.Select(batch => new RunningBatch(batch.Id, batch.Rows - batch.RemoteDone, now - (batch.SubmittedAt ?? batch.SealedAt), batch.CancelAsked || IsRecalled(batch.Id)))],
        };
    }
}
