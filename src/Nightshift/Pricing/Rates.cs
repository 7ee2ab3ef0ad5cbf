using Nightshift.Model;

namespace Nightshift.Pricing;

/// <summary>US dollars per million tokens.</summary>
/// <param name="Input">For input tokens.</param>
/// <param name="Output">For output tokens, reasoning included; zero for embeddings, which have none.</param>
public sealed record Rates(decimal Input, decimal Output)
{
    private const decimal Million = 1_000_000m;

    /// <summary>For input tokens read from the provider's prompt cache; null when it gives no discount for them.</summary>
    public decimal? CachedInput { get; init; }

    /// <summary>For input tokens written into the prompt cache for some minutes; null when writing costs nothing extra.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>For input tokens written into the prompt cache for an hour; null where that is not sold.</summary>
    public decimal? HourCacheWrite { get; init; }

    /// <summary>What the tokens cost in US dollars, exact: never rounded.</summary>
    public decimal Cost(Usage usage)
    {
        // Some gateways count cached tokens beside the input instead of within it; the input can then be the smaller number.
        var read = Math.Min(usage.CachedInputTokens, usage.InputTokens);
        var written = Math.Min(usage.CacheWriteTokens, usage.InputTokens - read);
        var writtenForAnHour = Math.Min(usage.HourCacheWriteTokens, usage.InputTokens - read - written);
        return (((usage.InputTokens - read - written - writtenForAnHour) * Input)
            + (read * (CachedInput ?? Input))
            + (written * (CacheWrite ?? Input))
            + (writtenForAnHour * (HourCacheWrite ?? CacheWrite ?? Input))
            + (usage.OutputTokens * Output)) / Million;
    }

    /// <summary>All of them times a factor.</summary>
    internal Rates Times(decimal factor) => new(Input * factor, Output * factor)
    {
        CachedInput = CachedInput * factor, CacheWrite = CacheWrite * factor, HourCacheWrite = HourCacheWrite * factor,
    };
}
