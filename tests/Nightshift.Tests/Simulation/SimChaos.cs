namespace Nightshift.Tests.Simulation;

/// <summary>Which faults are on, how often, and how often each has struck. All off is a good day.</summary>
internal sealed class SimChaos(int seed)
{
    private static readonly Fate[] Kinds = [.. Enum.GetValues<Fate>().Where(fate => fate != Fate.Answered)];

    /// <summary>The simulation's choices other than the order of steps.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>How many times each thing was done.</summary>
    public SortedDictionary<string, long> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls that do not go well, of all.</summary>
    public double CallFaults { get; set; }

    /// <summary>The fates that strike in this run.</summary>
    public Fate[] Fates { get; set; } = [];

    /// <summary>Writes that fail for no reason of their own, of all.</summary>
    public double WriteFaults { get; set; }

    /// <summary>Intakes in the middle of which the process is killed, of all.</summary>
    public double IntakeKills { get; set; }

    /// <summary>Whether the disk is full.</summary>
    public bool DiskIsFull { get; set; }

    /// <summary>Whether the account is refused.</summary>
    public bool KeyIsRefused { get; set; }

    public void Count(string what) => Counts[what] = Counts.GetValueOrDefault(what) + 1;

    public bool Happens(double share) => share > 0 && Random.NextDouble() < share;

    public double Between(double from, double to) => from + (Random.NextDouble() * (to - from));

    /// <summary>Chooses what this run is like.</summary>
    public void Begin()
    {
        CallFaults = new[] { 0.02, 0.1, 0.3, 0.6, 0.9 }[Random.Next(5)];
        Fates = Random.Next(3) == 0 ? [Kinds[Random.Next(Kinds.Length)]] : [.. Kinds.Where(_ => Random.Next(2) == 0).DefaultIfEmpty(Fate.Throttled)];
        WriteFaults = Random.Next(3) == 0 ? 0.01 : 0;
        IntakeKills = Random.Next(2) == 0 ? 0.6 : 0;
    }

    /// <summary>No faults from here on.</summary>
    public void End() => (CallFaults, WriteFaults, IntakeKills, DiskIsFull, KeyIsRefused) = (0, 0, 0, false, false);

    public Fate NextFate() => Happens(CallFaults) ? Fates[Random.Next(Fates.Length)] : Fate.Answered;
}
