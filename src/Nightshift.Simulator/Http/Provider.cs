using Nightshift.Simulator.Accounting;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Limits;

namespace Nightshift.Simulator.Http;

/// <summary>What all calls of one simulator share.</summary>
internal sealed class Provider : IDisposable
{
    private readonly long _start;
    private long _ids;
    private long _arrivals;
    private long _things;
    private readonly long _born;

    public Provider(SimulatorOptions options, TimeProvider time)
    {
        (Options, Time, _start) = (options, time, time.GetTimestamp());
        _born = time.GetUtcNow().Ticks;
        Ledger = new(options.LedgerCalls);
        Planner = new(options);
        Accounts = [.. Routes.Addresses.Select(address => new Account(this, address.Dialect, address.Base))];
        Windows = [.. Routes.Addresses.Select(_ => new SlidingWindow(options.Rpm, options.Tpm, () => Elapsed, options.LimitChanges))];
    }

    public SimulatorOptions Options { get; }

    public TimeProvider Time { get; }

    public Ledger Ledger { get; }

    public FaultPlanner Planner { get; }

    public Sightings Sightings { get; } = new();

    /// <summary>Where the bytes of files are.</summary>
    public Spool Spool { get; } = new();

    /// <summary>The files and batches of each provider address.</summary>
    public Account[] Accounts { get; }

    /// <summary>The limits of each provider address.</summary>
    public SlidingWindow[] Windows { get; }

    /// <summary>The simulator's own monotonic clock.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(_start);

    /// <summary>Calls in flight above which answers slow down, by now; null when there is no such number.</summary>
    public int? Knee => Options.LimitChanges.LastOrDefault(change => change.Knee is not null && change.At <= Elapsed)?.Knee ?? Options.Knee;

    public long UnixSeconds => Time.GetUtcNow().ToUnixTimeSeconds();

    public long NextId() => Interlocked.Increment(ref _ids);

    /// <summary>A number for things whose ids must differ from those of the simulator's earlier lives too.</summary>
    public ulong NextThing() => unchecked((ulong)_born + ((ulong)Interlocked.Increment(ref _things) << 24));

    public void Dispose() => Spool.Dispose();

    public long NextArrival() => Interlocked.Increment(ref _arrivals);
}
