using Nightshift.Model;

namespace Nightshift.Pricing;

/// <summary>What a model costs in one mode: US dollars per million tokens, from a named source.</summary>
/// <param name="InputPerMillion">For input tokens.</param>
/// <param name="CachedInputPerMillion">For input tokens read from the provider's prompt cache; null when it gives no discount for them.</param>
/// <param name="OutputPerMillion">For output tokens, reasoning included.</param>
/// <param name="AsOf">The day on which the source said so.</param>
/// <param name="Source">Who said so, or how it was derived.</param>
public sealed record Price(
    decimal InputPerMillion, decimal? CachedInputPerMillion, decimal OutputPerMillion, DateOnly AsOf, string Source)
{
    /// <summary>What the tokens cost in US dollars, exact: never rounded.</summary>
    public decimal Cost(Usage usage)
    {
        // Some gateways count cached tokens beside the input instead of within it; the input can then be the smaller number.
        var cached = Math.Min(usage.CachedInputTokens, usage.InputTokens);
        return (((usage.InputTokens - cached) * InputPerMillion)
            + (cached * (CachedInputPerMillion ?? InputPerMillion))
            + (usage.OutputTokens * OutputPerMillion)) / 1_000_000m;
    }
}
