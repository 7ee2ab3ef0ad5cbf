using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Routing;

namespace Nightshift.Engine.Estimating;

/// <summary>What a job comes to by the strategies that mix live calls and batches, as the router would begin it.</summary>
/// <param name="connection">The provider.</param>
/// <param name="pure">The estimates of live calls alone and of batches alone.</param>
/// <param name="rows">Rows to send.</param>
/// <param name="deadline">Within which time it is to be done; null when that was not said.</param>
internal sealed class MixedEstimate(Connection connection, IReadOnlyList<StrategyEstimate> pure, long rows, TimeSpan? deadline)
{
    /// <summary>Each of them; none where there is nothing to mix.</summary>
    public IEnumerable<StrategyEstimate> All(Turnaround turnaround)
    {
        if (connection.Provider.Batch is null || rows == 0)
            yield break;
        yield return Estimate(Strategy.Hybrid, turnaround);
        if (deadline is not null)
            yield return Estimate(Strategy.Deadline, turnaround);
    }

    private StrategyEstimate Estimate(Strategy strategy, Turnaround turnaround)
    {
        var (live, batch) = (pure.Single(one => one.Strategy == Strategy.Fastest), pure.Single(one => one.Strategy == Strategy.Cheapest));
        var route = Router.Plan(strategy, new RouteFacts
        {
            Now = default, Deadline = default(DateTimeOffset) + deadline, Waiting = rows, HasBatches = true, FewestRows = connection.Provider.Batch!.FewestRows,
            LiveRowsPerMinute = live.Takes is { TotalMinutes: > 0 } takes ? rows / takes.TotalMinutes : null, Turnaround = turnaround,
        });
        var inBatches = Math.Min(rows, route.BatchRows);
        Likely? cost = live.Cost is { } full && batch.Cost is { } half ? full.Times((rows - inBatches) / (decimal)rows) + half.Times(inBatches / (decimal)rows) : null;
        var time = strategy == Strategy.Deadline ? deadline : inBatches == 0 ? live.Takes : turnaround.Within(0.5);
        return new StrategyEstimate(strategy, null, cost, time, route.Why);
    }
}
