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
/// <param name="lanes">The batch APIs.</param>
/// <param name="quota">What live calls may take.</param>
/// <param name="liveRowsPerMinute">What live calls come to in a minute, as far as that is known.</param>
/// <param name="note">Keeps why.</param>
/// <param name="time">The clock.</param>
internal sealed class RowRouting(
    Strategy strategy, DateTimeOffset? deadline, IStore store, IReadOnlyList<BatchLane> lanes, LiveQuota quota, Func<Job, double?> liveRowsPerMinute, RouteNote note, TimeProvider time)
{
    /// <summary>How long batches take does not change from one moment to the next.</summary>
    private static readonly TimeSpan Reading = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<BatchId, DateTimeOffset> _recalled = [];
    private Turnaround? _turnaround;
    private DateTimeOffset _readAt;
    private (bool IsLive, bool IsBatch) _before;

    /// <summary>Whether a batch is called back: its rows are wanted elsewhere.</summary>
    public bool IsRecalled(Batch batch) => batch.RecalledAt is not null || _recalled.ContainsKey(batch.Id);

    /// <summary>Nothing goes into batches any more and nothing comes back: what is left is for live calls.</summary>
    public void End() => quota.Set(Route.All);

    /// <summary>The way from here.</summary>
    /// <param name="job">As it stands now.</param>
    public async Task<Route> PlanAsync(Job job)
    {
        var route = Router.Plan(strategy, await FactsAsync(job));
        foreach (var batch in route.Recalled.Where(batch => _recalled.TryAdd(batch, time.GetUtcNow())))
            await store.RecallBatchAsync(batch);
        quota.Set(route.LiveRows);
        var way = (route.LiveRows > 0, route.BatchRows > 0);
        await note.SayAsync(strategy is Strategy.Fastest or Strategy.Cheapest ? null : route.Why, isNews: way != _before || route.Recalled.Count > 0);
        _before = way;
        return route;
    }

    private async Task<RouteFacts> FactsAsync(Job job)
    {
        var now = time.GetUtcNow();
        var facts = new RouteFacts
        {
            Now = now, Deadline = deadline, Waiting = job.Counts.Pending, HasBatches = true, FewestRows = lanes.Min(lane => lane.Terms.FewestRows), Turnaround = _turnaround ??= Turnaround.Of([]),
        };
        if (strategy is Strategy.Fastest or Strategy.Cheapest)
            return facts;
        if (now - _readAt > Reading)
        {
            var like = (await store.ListBatchesAsync()).Where(batch => lanes.Any(lane => IsLike(batch, lane)));
            (_turnaround, _readAt) = (Turnaround.Of(like, job.Counts.Total, now), now);
        }

        var batches = (await store.ListBatchesAsync(job.Id)).Where(batch => batch.State.IsEnqueued() && batch.FaultCode != Batch.LeftCode);
        return facts with
        {
            Turnaround = _turnaround,
            LiveRowsPerMinute = liveRowsPerMinute(job),
            Batches = [.. batches.Select(batch => RunningOf(batch, now))],
        };
    }

    /// <summary>What was called back by a run before this one is known to the store; what a user cancelled there, from now on.</summary>
    private RunningBatch RunningOf(Batch batch, DateTimeOffset now)
    {
        if (batch.RecalledAt is not null || batch.CancelAsked)
            _recalled.TryAdd(batch.Id, batch.RecalledAt ?? now);
        var isRecalled = _recalled.TryGetValue(batch.Id, out var since);
        return new(batch.Id, batch.Rows, now - (batch.SubmittedAt ?? batch.SealedAt), isRecalled) { RecalledFor = isRecalled ? now - since : TimeSpan.Zero };
    }

    private static bool IsLike(Batch batch, BatchLane lane) =>
        batch.Account == lane.Account && (lane.Connection.Model.IsOfEachLine || batch.Model == lane.Connection.Model.Model);
}
