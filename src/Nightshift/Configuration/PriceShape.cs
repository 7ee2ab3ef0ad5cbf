namespace Nightshift.Configuration;

/// <summary>What <c>prices:</c> says of a model in <c>nightshift.yaml</c>: dollars per million tokens; each member is null when it is left out.</summary>
internal sealed record PriceShape : RatesShape
{
    /// <summary>The model whose prices it has.</summary>
    public string? As { get; init; }

    public RatesShape? Batch { get; init; }
}

/// <summary>Rates, for all requests or from some input on.</summary>
internal record RatesShape
{
    public decimal? Input { get; init; }

    public decimal? CachedInput { get; init; }

    public decimal? CacheWrite { get; init; }

    public decimal? CacheWriteHour { get; init; }

    public decimal? Output { get; init; }

    public List<TierShape>? LongContext { get; init; }
}

/// <summary>Rates from a number of input tokens on.</summary>
internal sealed record TierShape : RatesShape
{
    public long? FromInputTokens { get; init; }
}
