using Nightshift.Simulator.Faults;

namespace Nightshift.Tests.Routing.Months;

/// <summary>What becomes of a batch at the simulated provider, drawn before anybody makes it.</summary>
/// <param name="Ends">In which way it ends.</param>
/// <param name="Takes">When it ends by itself.</param>
/// <param name="Cancelling">How long a cancelling takes.</param>
internal sealed record BatchFate(FateOfBatch Ends, TimeSpan Takes, TimeSpan Cancelling)
{
    /// <summary>The simulator's own time for a batch, which a fate adds to.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMinutes(4);

    private const string Stuck = "batch-stuck";
    private const double BeginsAt = 0.1;
    private const double IsDoneAt = 0.9;
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>So slow that it still validates when its window ends: nothing is done.</summary>
    private static readonly TimeSpan Never = Window / BeginsAt;

    /// <summary>The part of its rows that is done when it expires.</summary>
    public double Share { get; init; } = 1;

    /// <summary>When the provider forgets it; null for never.</summary>
    public TimeSpan? ForgottenAfter { get; init; }

    /// <summary>Draws one that ends in a way.</summary>
    public static BatchFate Draw(FateOfBatch ends, Random random)
    {
        var cancelling = TimeSpan.FromMinutes(1 + (9 * random.NextDouble()));
        return ends switch
        {
            FateOfBatch.Usual => new(ends, TimeSpan.FromMinutes(Math.Clamp(42 * Math.Exp(0.6 * Normal(random)), 20, 120)), cancelling),
            FateOfBatch.Slow => new(ends, TimeSpan.FromHours(6 + (14 * random.NextDouble())), cancelling),
            FateOfBatch.Expired => new(ends, Window, cancelling) { Share = 0.3 + (0.5 * random.NextDouble()) },
            FateOfBatch.Stuck => new(ends, Never, cancelling),
            FateOfBatch.Forgotten => new(ends, Never, cancelling) { ForgottenAfter = TimeSpan.FromHours(0.5 + (7 * random.NextDouble())) },
            _ => throw new ArgumentOutOfRangeException(nameof(ends), ends, "not an end"),
        };
    }

    /// <summary>The rules that bring it about.</summary>
    /// <param name="meets">Which batch it is that meets them.</param>
    public IEnumerable<FaultRule> Rules(FaultRule meets)
    {
        yield return meets with { Fault = Stuck, Delay = Takes - Least };
        yield return meets with { Fault = "cancel-slow", Delay = Cancelling };
        if (Ends == FateOfBatch.Expired)
            yield return meets with { Fault = "batch-expired", Share = Share };
        if (ForgottenAfter is { } after)
            yield return meets with { Fault = "batch-vanished", Share = after / Takes };
    }

    /// <summary>The part of its rows that is done at an age, as the simulator reckons it: a tenth of its time it validates, a tenth it finalises.</summary>
    public double DoneAt(TimeSpan age) => age >= Takes && Ends is FateOfBatch.Usual or FateOfBatch.Slow
        ? 1
        : Share * Math.Clamp(((age / Takes) - BeginsAt) / (IsDoneAt - BeginsAt), 0, 1);

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

/// <summary>In which way a batch ends.</summary>
internal enum FateOfBatch
{
    /// <summary>Whole, within two hours.</summary>
    Usual,

    /// <summary>Whole, after six to twenty hours.</summary>
    Slow,

    /// <summary>After a day, with a part of it done.</summary>
    Expired,

    /// <summary>After a day, with nothing done.</summary>
    Stuck,

    /// <summary>After half an hour to seven and a half the provider does not know it any more, and has done nothing of it.</summary>
    Forgotten,
}
