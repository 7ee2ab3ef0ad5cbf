using System.Globalization;
using Nightshift.Pricing;
using Nightshift.Providers;

namespace Nightshift.Configuration;

/// <summary>Makes prices of what a configuration says about them: each replaces all that the shipped book has of its model.</summary>
/// <param name="path">The configuration file.</param>
/// <param name="providers">Whose batch discount holds where no batch price is given.</param>
internal sealed class PriceConfiguration(string path, ProviderCatalog providers)
{
    private readonly DateOnly _asOf = DateOnly.FromDateTime(File.GetLastWriteTimeUtc(path));

    /// <summary>The shipped book with these prices.</summary>
    /// <exception cref="ConfigurationException">One cannot be so; the message says what can.</exception>
    public PriceBook Read(IReadOnlyDictionary<string, PriceShape?> shapes) => PriceBook.Default.With([.. shapes.SelectMany(shape => Read(shape.Key, shape.Value ?? new()))]);

    private IEnumerable<PriceEntry> Read(string name, PriceShape shape)
    {
        var (provider, model) = Split(name);
        if (shape.As is { } other)
            return As(name, other, shape).Select(entry => entry with { Key = new PriceKey(provider, model, entry.Key.Class) });

        var live = PriceOf(name, shape, path);
        var discount = providers.Find(provider)?.Batch?.Discount;
        var batch = shape.Batch is { } own ? PriceOf($"{name}: batch", own, path)
            : discount is { } part ? Less(live, part)
            : null;
        return new[] { (PriceClass.Live, Price: live), (PriceClass.Batch, Price: batch) }
            .Where(entry => entry.Price is not null)
            .Select(entry => new PriceEntry(new PriceKey(provider, model, entry.Item1), entry.Price!));
    }

    private List<PriceEntry> As(string name, string other, PriceShape shape)
    {
        if (shape != new PriceShape { As = other })
            throw Fault(name, $"has prices and 'as: {other}'; keep one of them");
        var (provider, model) = Split(other);
        var found = Enum.GetValues<PriceClass>()
            .Select(priceClass => (priceClass, Price: PriceBook.Default.Find(provider, model, priceClass)))
            .Where(entry => entry.Price is not null)
            .Select(entry => new PriceEntry(new PriceKey(provider, model, entry.priceClass), entry.Price! with { Source = $"{path}: as {other} ({entry.Price.Source})" }))
            .ToList();
        return found.Count > 0 ? found : throw Fault(name, $"is priced as {other}, which has no price; `nightshift prices` lists those that have one");
    }

    private Price PriceOf(string name, RatesShape shape, string source)
    {
        var tiers = (shape.LongContext ?? []).Select(tier => new LongContextTier(
            tier.FromInputTokens is > 0 and var from ? from : throw Fault(name, "has a long_context without from_input_tokens, the least input that it holds for"), RatesOf(name, tier), _asOf, source));
        return new Price(RatesOf(name, shape), _asOf, source) { LongContext = [.. tiers.OrderBy(tier => tier.FromInputTokens)] };
    }

    private Rates RatesOf(string name, RatesShape shape)
    {
        if (shape is not { Input: { } input, Output: { } output })
            throw Fault(name, "needs input and output, in dollars per million tokens; for embeddings output is 0");
        foreach (var rate in new[] { input, output, shape.CachedInput, shape.CacheWrite, shape.CacheWriteHour })
        {
            if (rate < 0)
                throw Fault(name, string.Create(CultureInfo.InvariantCulture, $"has a price of {rate}; prices are 0 or more"));
        }

        return new Rates(input, output) { CachedInput = shape.CachedInput, CacheWrite = shape.CacheWrite, HourCacheWrite = shape.CacheWriteHour };
    }

    private Price Less(Price live, decimal discount) => live with
    {
        Rates = live.Rates.Times(1 - discount),
        LongContext = [.. live.LongContext.Select(tier => tier with { Rates = tier.Rates.Times(1 - discount) })],
        Source = string.Create(CultureInfo.InvariantCulture, $"{path}, less the provider's batch discount of {discount * 100:0.#} %"),
    };

    private (string Provider, string Model) Split(string name) => name.Split('/', 2) is [{ Length: > 0 } provider, { Length: > 0 } model]
        ? (provider.ToLowerInvariant(), model)
        : throw Fault(name, "is not of the form provider/model, such as openai/gpt-5.4-mini, or provider/* for all of a provider's models");

    private ConfigurationException Fault(string name, string sentence) => new($"{path}: the price of '{name}' {sentence}");
}
