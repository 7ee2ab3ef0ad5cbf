using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Simulation;

/// <summary>A row as the oracle has followed it.</summary>
internal sealed class RowTrack(string prompt)
{
    public string Prompt { get; } = prompt;

    public RowState State { get; set; }

    public int Epoch { get; set; }

    public bool IsRetry { get; set; }

    /// <summary>Tries that count against its limit.</summary>
    public int Attempts { get; private set; }

    public int Crashes { get; private set; }

    /// <summary>Whether its failure was just taken back, so that it may leave that state.</summary>
    public bool MayBegin { get; set; }

    public string? Output { get; set; }

    /// <summary>Epochs under which the intent to send was committed.</summary>
    public HashSet<int> Intents { get; } = [];

    /// <summary>Epochs that were in flight when a process died.</summary>
    public HashSet<int> Indeterminate { get; } = [];

    public Dictionary<int, Attempt> Settled { get; } = [];

    public void Apply(Verdict verdict) => Attempts += verdict is Verdict.Retry { CountsAsAttempt: true } ? 1 : 0;

    public void Crash() => Attempts += ++Crashes > Faults.CrashesForgiven ? 1 : 0;

    public void Begin() => (Attempts, Crashes, MayBegin) = (0, 0, true);
}

/// <summary>A job as the oracle has followed it.</summary>
/// <param name="concurrency">Calls at once, at the most; null for the engine's own choice.</param>
/// <param name="rpm">Requests in 60 seconds at the most; null for no limit.</param>
/// <param name="maxAttempts">Tries of a row at the most.</param>
/// <param name="rows">How many rows it has.</param>
internal sealed class JobTrack(int? concurrency, int? rpm, int maxAttempts, long rows)
{
    public int Concurrency { get; } = concurrency ?? 256;

    public int? Rpm { get; } = rpm;

    public int MaxAttempts { get; } = maxAttempts;

    public long Rows { get; } = rows;

    /// <summary>How many of them intake has committed.</summary>
    public long TakenIn { get; set; }

    public bool IsSealed { get; set; }

    public HashSet<string> InFlight { get; } = [];

    public Queue<TimeSpan> Arrivals { get; } = [];

    public RetryRule Retries { get; set; } = null!;

    public long Entries { get; set; }

    public Usage Spent { get; set; }

    public decimal Cost { get; set; }
}
