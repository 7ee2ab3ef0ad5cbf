using Nightshift.Batching;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Sending;

namespace Nightshift.Engine;

/// <summary>The accounts that a job's rows go to, each with its live calls, its batches, or both.</summary>
internal sealed class JobLanes : IDisposable
{
    private JobLanes(IReadOnlyList<LaneWork> works) => Works = works;

    /// <summary>One, or those of a route.</summary>
    public IReadOnlyList<LaneWork> Works { get; }

    /// <summary>Opens the lanes that a job needs.</summary>
    /// <param name="context">The job.</param>
    /// <param name="connections">Where its rows may go.</param>
    /// <param name="hasBatches">Whether batches of the job are under way: they are collected whatever the strategy is now.</param>
    /// <param name="reserverOf">Says what is to be set aside at an account.</param>
    /// <param name="newTransport">Makes a transport for one lane.</param>
    /// <param name="newRandom">Makes a source of jitter for one user.</param>
    /// <exception cref="ConnectionException">The strategy needs a batch API, and nobody has one.</exception>
    public static async Task<JobLanes> OpenAsync(
        JobContext context, ConnectionSet connections, bool hasBatches, Func<Connection, ModelPrices, Task<Reserver>> reserverOf, Func<HttpMessageInvoker> newTransport, Func<Random> newRandom)
    {
        var works = new List<LaneWork>();
        foreach (var connection in Wanted(context.Spec.Strategy, connections))
        {
            var live = context.Spec.Strategy == Strategy.Cheapest ? null : new Lane(connection, context.Spec.Lane, newTransport(), context.Time, newRandom());
            var batch = NeedsBatches(context.Spec.Strategy, connection, hasBatches, connections) ? new BatchLane(connection, newTransport(), context.Time) : null;
            var prices = new ModelPrices(context.Prices, connection.Provider, connection.Model);
            works.Add(new LaneWork(context, connection, prices, await reserverOf(connection, prices), isOfRoute: connections.Route is not null, live, batch, newRandom()));
        }

        return new JobLanes(works);
    }

    public void Dispose()
    {
        foreach (var work in Works)
            work.Dispose();
    }

    /// <summary>Of a route's members those that have batches, where nothing else is wanted; whoever is alone is asked for them.</summary>
    private static IEnumerable<Connection> Wanted(Strategy strategy, ConnectionSet connections) =>
        strategy == Strategy.Cheapest && connections.Usable.Any(HasBatches) ? connections.Usable.Where(HasBatches) : connections.Usable;

    private static bool NeedsBatches(Strategy strategy, Connection connection, bool hasBatches, ConnectionSet connections) => strategy switch
    {
        Strategy.Cheapest => true,
        Strategy.Hybrid or Strategy.Deadline => HasBatches(connection) || (hasBatches && connections.Route is null),
        Strategy.Fastest => hasBatches && (HasBatches(connection) || connections.Route is null),
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "not a strategy"),
    };

    private static bool HasBatches(Connection connection) => connection.Provider.Batch is not null;
}
