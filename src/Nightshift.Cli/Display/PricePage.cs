using Nightshift.Pricing;

namespace Nightshift.Cli.Display;

/// <summary>All that is known of one model's prices.</summary>
internal static class PricePage
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(PricedModel model)
    {
        yield return $"{model.Name}, dollars per million tokens";
        foreach (var (priceClass, price) in model.Prices)
        {
            yield return "";
            yield return $"  {priceClass.ToString().ToLowerInvariant()}";
            foreach (var line in Lines(price.Rates, price.AsOf, price.Source))
                yield return line;
            foreach (var tier in price.LongContext)
            {
                yield return $"    from {Words.Count(tier.FromInputTokens)} input tokens on, for the whole request";
                foreach (var line in Lines(tier.Rates, tier.AsOf, tier.Source))
                    yield return $"  {line}";
            }
        }

        if (model.Of(PriceClass.Live)?.Rates is { Input: > 0 } live && model.Of(PriceClass.Batch)?.Rates is { } batch)
        {
            yield return "";
            yield return FormattableString.Invariant($"  A batch saves {(1 - (batch.Input / live.Input)) * 100:0.#} % of the input's price") + Output(live, batch);
        }
    }

    private static string Output(Rates live, Rates batch) =>
        live.Output > 0 ? FormattableString.Invariant($" and {(1 - (batch.Output / live.Output)) * 100:0.#} % of the output's.") : ".";

    private static IEnumerable<string> Lines(Rates rates, DateOnly asOf, string source)
    {
        yield return Line("input", rates.Input);
        if (rates.CachedInput is not null)
            yield return Line("from the cache", rates.CachedInput);
        if (rates.CacheWrite is not null)
            yield return Line("into the cache", rates.CacheWrite);
        if (rates.HourCacheWrite is not null)
            yield return Line("for an hour", rates.HourCacheWrite);
        yield return Line("output", rates.Output);
        yield return $"    source            {source}, {asOf:yyyy-MM-dd}";
    }

    private static string Line(string name, decimal? price) => $"    {name,-16}{PriceTable.Usd(price),10}";
}
