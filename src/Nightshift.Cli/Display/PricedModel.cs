using Nightshift.Pricing;

namespace Nightshift.Cli.Display;

/// <summary>A model with its prices by class of service.</summary>
/// <param name="Provider">As in <c>provider/model</c>.</param>
/// <param name="Model">As the provider calls it.</param>
/// <param name="Prices">Those that are known, live first.</param>
internal sealed record PricedModel(string Provider, string Model, IReadOnlyList<(PriceClass Class, Price Price)> Prices)
{
    public string Name => $"{Provider}/{Model}";

    /// <summary>The price of a class; null when it is not known.</summary>
    public Price? Of(PriceClass priceClass) => Prices.FirstOrDefault(price => price.Class == priceClass).Price;

    /// <summary>All models of a book, by provider.</summary>
    public static IEnumerable<PricedModel> All(PriceBook book) => book.Entries
        .GroupBy(entry => (entry.Key.Provider, entry.Key.Model))
        .Select(model => new PricedModel(model.Key.Provider, model.Key.Model, [.. model.Select(entry => (entry.Key.Class, entry.Price)).OrderBy(price => price.Class)]))
        .OrderBy(model => model.Provider, StringComparer.Ordinal);

    /// <summary>One model by any name that it goes by; null when it has no price.</summary>
    public static PricedModel? Find(PriceBook book, string provider, string model)
    {
        var batch = book.Find(provider, model, PriceClass.Batch);
        var prices = Enum.GetValues<PriceClass>()
            .Select(priceClass => (priceClass, Price: book.Find(provider, model, priceClass)))
            .Where(found => found.Price is not null && (found.priceClass != PriceClass.Flex || found.Price != batch))
            .ToList();
        return prices.Count == 0 ? null : new PricedModel(provider, model, [.. prices.Select(found => (found.priceClass, found.Price!))]);
    }
}
