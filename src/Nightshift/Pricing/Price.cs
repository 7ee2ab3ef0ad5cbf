using Nightshift.Model;

namespace Nightshift.Pricing;

/// <summary>What a model costs in one class of service, from a named source.</summary>
/// <param name="Rates">Per million tokens.</param>
/// <param name="AsOf">The day on which the source said so.</param>
/// <param name="Source">Who said so, or how it was derived.</param>
public sealed record Price(Rates Rates, DateOnly AsOf, string Source)
{
    /// <summary>Other rates for requests with much input, least input first.</summary>
    public IReadOnlyList<LongContextTier> LongContext { get; init; } = [];

    /// <summary>What a request costs in US dollars, exact: never rounded. All of it has the rates of the last tier that its input reaches.</summary>
    public decimal Cost(Usage usage) => RatesFor(usage.InputTokens).Cost(usage);

    /// <summary>The rates of a request with so much input.</summary>
    public Rates RatesFor(long inputTokens)
    {
        var rates = Rates;
        foreach (var tier in LongContext)
        {
            if (inputTokens >= tier.FromInputTokens)
                rates = tier.Rates;
        }

        return rates;
    }
}

/// <summary>Rates for requests with much input.</summary>
/// <param name="FromInputTokens">The least input that they hold for, cached tokens included.</param>
/// <param name="Rates">Per million tokens, for the whole request.</param>
/// <param name="AsOf">The day on which the source said so.</param>
/// <param name="Source">Who said so, or how it was derived.</param>
public sealed record LongContextTier(long FromInputTokens, Rates Rates, DateOnly AsOf, string Source);
