namespace Nightshift.Simulator.Accounting;

/// <summary>What simulated models cost: 0.15 USD per million input tokens, a tenth of that for those read from the prompt cache, and 0.60 USD per million output tokens.</summary>
public static class SimulatedPrice
{
    /// <summary>US dollars per million input tokens.</summary>
    public const decimal InputPerMillion = 0.15m;

    /// <summary>US dollars per million output tokens.</summary>
    public const decimal OutputPerMillion = 0.60m;

    /// <summary>US dollars per million input tokens that are read from the prompt cache.</summary>
    public const decimal CachedInputPerMillion = 0.015m;

    /// <summary>The price of some tokens in US dollars, exactly; cached ones are among the input.</summary>
    public static decimal Of(long inputTokens, long outputTokens, long cachedTokens = 0) =>
        (((inputTokens - cachedTokens) * InputPerMillion) + (cachedTokens * CachedInputPerMillion) + (outputTokens * OutputPerMillion)) / 1_000_000m;

    /// <summary>The price of some tokens in a batch: half, as nearly everywhere.</summary>
    public static decimal Batched(long inputTokens, long outputTokens, long cachedTokens = 0) => Of(inputTokens, outputTokens, cachedTokens) / 2;
}
