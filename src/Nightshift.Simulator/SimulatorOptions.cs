using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator;

/// <summary>How a simulated provider behaves. The defaults answer at once, without limits and without faults.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The time from the end of the request to the first byte of the answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How the latency varies from one prompt to the next; the same prompt always takes the same time.</summary>
    public LatencyDistribution LatencyDistribution { get; init; }

    /// <summary>How far the latency varies: a share for <see cref="LatencyDistribution.Uniform"/>, sigma for <see cref="LatencyDistribution.LogNormal"/>.</summary>
    public double LatencySpread { get; init; } = 0.5;

    /// <summary>Accepted requests in any 60 s, for each provider address apart; none is no limit.</summary>
    public int? Rpm { get; init; }

    /// <summary>Input and output tokens of accepted requests in any 60 s, for each provider address apart; none is no limit.</summary>
    public long? Tpm { get; init; }

    /// <summary>Later changes of these limits and of the knee, in order of time.</summary>
    public IReadOnlyList<LimitChange> LimitChanges { get; init; } = [];

    /// <summary>The share of calls, 0 to 1, that meet a random fault that is worth a retry and costs nothing: 429, 500, 502, 503, 504 or a drop.</summary>
    public double Fail { get; init; }

    /// <summary>Decides which calls the faults meet: the same seed and the same bodies give the same faults in any order.</summary>
    public int Seed { get; init; }

    /// <summary>Faults beside <see cref="Fail"/>; several may meet one call.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    /// <summary>Calls in flight above which every answer slows down in proportion, as on a machine that is full.</summary>
    public int? Knee { get; init; }

    /// <summary>Calls in flight above which the answer is 503.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>The largest request body in bytes; more is 413.</summary>
    public long MaxBodyBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many calls the ledger lists; the oldest leave first and stay in the totals. A call takes about 64 bytes.</summary>
    public int LedgerCalls { get; init; } = 1_000_000;

    /// <summary>The time from a batch's creation to its end; calls that hold the connection at batch price are held as long.</summary>
    public TimeSpan BatchDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Input tokens of all unfinished batches of one model at one provider address; none is no limit.</summary>
    public long? EnqueuedTokens { get; init; }

    /// <summary>Says what is wrong with these options and how to mend it.</summary>
    /// <exception cref="ScenarioException">A value is outside its range.</exception>
    public void Check()
    {
        Require(Port is >= 0 and <= 65535, $"port is {Port}; give 0 (any free port) to 65535");
        Require(Latency >= TimeSpan.Zero, $"latency is {Latency}; give a duration of 0 or more, as 200ms");
        Require(LatencySpread is >= 0 and <= 10, $"latency_spread is {LatencySpread}; give 0 to 10");
        Require(LatencyDistribution != LatencyDistribution.Uniform || LatencySpread <= 1, $"latency_spread is {LatencySpread}; uniform takes 0 to 1");
        Require(Rpm is null or > 0, $"rpm is {Rpm}; give 1 or more, or leave it out for no limit");
        Require(Tpm is null or > 0, $"tpm is {Tpm}; give 1 or more, or leave it out for no limit");
        Require(LimitChanges.All(change => change is { At.Ticks: >= 0, Rpm: null or > 0, Tpm: null or > 0, Knee: null or > 0 }), "a limit change has no time from 0 on, or a limit below 1");
        Require(LimitChanges.Zip(LimitChanges.Skip(1)).All(pair => pair.First.At <= pair.Second.At), "limit_changes are not in order of time; sort them by 'at'");
        Require(Fail is >= 0 and <= 1, $"fail is {Fail}; give a share from 0 to 1");
        Require(Knee is null or > 0, $"knee is {Knee}; give 1 or more, or leave it out");
        Require(MaxConcurrency is null or > 0, $"max_concurrency is {MaxConcurrency}; give 1 or more, or leave it out");
        Require(MaxBodyBytes > 0, $"max_body_bytes is {MaxBodyBytes}; give 1 or more");
        Require(LedgerCalls >= 0, $"ledger_calls is {LedgerCalls}; give 0 or more");
        Require(BatchDelay >= TimeSpan.Zero, $"batch_delay is {BatchDelay}; give a duration of 0 or more, as 2s");
        Require(EnqueuedTokens is null or > 0, $"enqueued_tokens is {EnqueuedTokens}; give 1 or more, or leave it out for no limit");
        foreach (var rule in Faults)
            rule.Check();
    }

    private static void Require(bool holds, string complaint)
    {
        if (!holds)
            throw new ScenarioException(complaint);
    }
}
