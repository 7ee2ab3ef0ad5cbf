using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Providers;

namespace Nightshift.Engine.Estimating;

/// <summary>What a job will come to, reckoned before anything is sent.</summary>
public sealed record JobEstimate
{
    /// <summary>Of a route, the account by whose prices and limits it is reckoned, which is asked first; null where there is one alone.</summary>
    public ModelName? By { get; init; }

    /// <summary>Rows that the job would have.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that cannot be used: they end as failed and cost nothing.</summary>
    public required long Bad { get; init; }

    /// <summary>Rows with the request of an earlier row of the input: sent once.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Rows whose request an earlier job has the answer of.</summary>
    public required long Answered { get; init; }

    /// <summary>Rows that are sent.</summary>
    public long ToSend => Rows - Bad - Duplicates - Answered;

    /// <summary>Input tokens of the rows that are sent, and how that is known, in a sentence.</summary>
    public required (Likely Tokens, string Basis) Input { get; init; }

    /// <summary>Output tokens of the rows that are sent, and how that is known, in a sentence.</summary>
    public required (Likely Tokens, string Basis) Output { get; init; }

    /// <summary>What it comes to by each strategy.</summary>
    public required IReadOnlyList<StrategyEstimate> Strategies { get; init; }
}

/// <summary>What a job will come to by one strategy.</summary>
/// <param name="Strategy">Which.</param>
/// <param name="Price">By which it is reckoned; null when the model has none.</param>
/// <param name="Cost">In US dollars; null when the model has no price, or the provider not this way.</param>
/// <param name="Takes">How long it takes; null when nobody knows.</param>
/// <param name="Note">What there is to know about it, in a sentence; null for nothing.</param>
public sealed record StrategyEstimate(Strategy Strategy, Price? Price, Likely? Cost, TimeSpan? Takes, string? Note);

/// <summary>A number that is not known yet, and between which two it will be.</summary>
/// <param name="Low">It should not be less.</param>
/// <param name="Middle">The likeliest.</param>
/// <param name="High">It should not be more.</param>
public readonly record struct Likely(decimal Low, decimal Middle, decimal High)
{
    /// <summary>Nothing, for sure.</summary>
    public static Likely None => default;

    /// <summary>A number with room on both sides.</summary>
    /// <param name="middle">The likeliest.</param>
    /// <param name="part">How far off it may be, as a part of it.</param>
    public static Likely Around(decimal middle, decimal part) => new(middle * Math.Max(0, 1 - part), middle, middle * (1 + part));

    /// <summary>So many times as much.</summary>
    public Likely Times(decimal factor) => new(Low * factor, Middle * factor, High * factor);

    /// <summary>Both together.</summary>
    public static Likely operator +(Likely left, Likely right) => new(left.Low + right.Low, left.Middle + right.Middle, left.High + right.High);
}
