using Nightshift.Batching;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Sending;

namespace Nightshift.Engine;

/// <summary>The ways that a job's rows go: live calls, the provider's batch API, or one of them beside what is left of the other.</summary>
internal sealed class JobLanes : IDisposable
{
    /// <summary>Opens the lanes that a job needs.</summary>
    /// <param name="connection">The provider.</param>
    /// <param name="spec">What was asked for.</param>
    /// <param name="hasBatches">Whether batches of the job are under way: they are collected whatever the strategy is now.</param>
    /// <param name="newTransport">Makes a transport for one lane.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">The source of jitter.</param>
    /// <exception cref="ConnectionException">The strategy needs a batch API, and the provider has none.</exception>
    public JobLanes(Connection connection, JobSpec spec, bool hasBatches, Func<HttpMessageInvoker> newTransport, TimeProvider time, Random random)
    {
        Connection = connection;
        if (spec.Strategy != Strategy.Cheapest)
            Live = new Lane(connection, spec.Lane, newTransport(), time, random);
        if (spec.Strategy == Strategy.Cheapest || hasBatches || (spec.Strategy is Strategy.Hybrid or Strategy.Deadline && connection.Provider.Batch is not null))
            Batch = new BatchLane(connection, newTransport(), time);
    }

    public Connection Connection { get; }

    /// <summary>Live calls; null when none are made.</summary>
    public Lane? Live { get; }

    /// <summary>The batch API; null when the job has nothing to do with it.</summary>
    public BatchLane? Batch { get; }

    public void Dispose()
    {
        Live?.Dispose();
        Batch?.Dispose();
    }
}
