using Nightshift.Pricing;

namespace Nightshift.Tests.Money;

/// <summary>Prices for simulated models under the names of real providers.</summary>
internal static class TestPrices
{
    /// <summary>What the simulator bills, for every model of some providers.</summary>
    public static PriceBook Simulated(params string[] providers) => Of(0.15m, 0.6m, providers);

    /// <summary>A price per million tokens, half of it in batches; a tenth of the input's for what is read from the prompt cache.</summary>
    public static PriceBook Of(decimal input, decimal output, params string[] providers) => PriceBook.Default.With(
    [
        .. providers.SelectMany(provider => new[] { (PriceClass.Live, 1m), (PriceClass.Batch, 0.5m) }.Select(entry => new PriceEntry(
            new PriceKey(provider, "*", entry.Item1),
            new Price(new Rates(input * entry.Item2, output * entry.Item2) { CachedInput = input * entry.Item2 / 10 }, new DateOnly(2026, 11, 21), "a test")))),
    ]);
}
