using System.Collections.Concurrent;
using Nightshift.Model;
using Nightshift.Pricing;

namespace Nightshift.Providers;

/// <summary>
/// What calls to a job's model cost, from where its provider's prices are listed. A price is looked up once and kept, because it is asked for
/// some times a row; where each line brings its own model nothing is kept, because those names are the input's. Thread-safe.
/// </summary>
/// <param name="book">The prices that are known.</param>
/// <param name="provider">Who is paid.</param>
/// <param name="model">As the job names it.</param>
internal sealed class ModelPrices(PriceBook book, Provider provider, ModelName model)
{
    private readonly ConcurrentDictionary<(string Provider, PriceClass Class), Price?> _known = new();

    /// <summary>The price of what is sent in a mode; null when it is not known.</summary>
    /// <param name="mode">Live or batch.</param>
    /// <param name="ofLine">The model that the line, or the answer to it, names: it counts where each line brings its own.</param>
    /// <param name="serviceTier">What the answer says of its service tier; null when it says nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mode is one in which nothing is sent, so that nothing has a price.</exception>
    public Price? Of(AnswerMode mode, string? ofLine = null, string? serviceTier = null)
    {
        var listing = provider.ListingOf(mode);
        return Find(listing.Provider, PriceClasses.Of(listing.Mode, serviceTier), ofLine);
    }

    /// <summary>The price of an ordinary live call, also where the provider's own live calls are listed as something cheaper; null when it is not known.</summary>
    /// <param name="ofLine">As for <see cref="Of"/>.</param>
    public Price? OfOrdinaryCall(string? ofLine) => Find(provider.ListingOf(AnswerMode.Live).Provider, PriceClass.Live, ofLine);

    private Price? Find(string listedAs, PriceClass priceClass, string? ofLine) => model.IsOfEachLine
        ? book.Find(listedAs, ofLine ?? "", priceClass)
        : _known.GetOrAdd((listedAs, priceClass), static (key, its) => its.Book.Find(key.Provider, its.Model, key.Class), (Book: book, model.Model));
}
