using Nightshift.Simulator.Accounting;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Limits;

namespace Nightshift.Simulator.Http;

/// <summary>What all calls of one simulator share.</summary>
internal sealed class Provider
{
    private readonly long _start;
    private long _ids;
    private long _arrivals;

    public Provider(SimulatorOptions options, TimeProvider time)
    {
        (Options, Time, _start) = (options, time, time.GetTimestamp());
        Ledger = new(options.LedgerCalls);
        Planner = new(options);
        Windows = [.. Routes.Bases.Select(_ => new SlidingWindow(options.Rpm, options.Tpm, () => Elapsed, options.LimitChanges))];
    }

    public SimulatorOptions Options { get; }

    public TimeProvider Time { get; }

    public Ledger Ledger { get; }

    public FaultPlanner Planner { get; }

    public Sightings Sightings { get; } = new();

    /// <summary>The limits of each provider address.</summary>
    public SlidingWindow[] Windows { get; }

    /// <summary>The simulator's own monotonic clock.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(_start);

    /// <summary>Calls in flight above which answers slow down, by now; null when there is no such number.</summary>
    public int? Knee => Options.LimitChanges.LastOrDefault(change => change.Knee is not null && change.At <= Elapsed)?.Knee ?? Options.Knee;

    public long UnixSeconds => Time.GetUtcNow().ToUnixTimeSeconds();

    public long NextId() => Interlocked.Increment(ref _ids);

    public long NextArrival() => Interlocked.Increment(ref _arrivals);
}
