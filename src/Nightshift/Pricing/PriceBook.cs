using Nightshift.Model;

namespace Nightshift.Pricing;

/// <summary>The prices that are known. A model that is not in it has no price, which is not the same as costing nothing.</summary>
public sealed class PriceBook
{
    private const string AnyModel = "*";
    private static readonly Lazy<PriceBook> Shipped = new(static () => new PriceBook(PriceFile.ReadShipped()));

    private readonly Dictionary<PriceKey, Price> _exact;
    private readonly Dictionary<PriceKey, Price> _newestDated;
    private readonly Dictionary<PriceKey, Price> _newestNumbered;

    internal PriceBook(IReadOnlyList<PriceEntry> entries)
    {
        Entries = entries;
        _exact = entries.ToDictionary(static e => e.Key, static e => e.Price);
        _newestDated = Newest(entries, ModelDate.IsDated, ModelDate.Undated);
        _newestNumbered = Newest(entries, ModelDate.IsNumbered, ModelDate.Unnumbered);
    }

    /// <summary>The prices that come with this version; each names its source and its day.</summary>
    public static PriceBook Default => Shipped.Value;

    /// <summary>All of them, a model's classes beside one another.</summary>
    public IReadOnlyList<PriceEntry> Entries { get; }

    /// <summary>A book with other prices for some models: all classes of a model are replaced together.</summary>
    public PriceBook With(IReadOnlyList<PriceEntry> entries)
    {
        var replaced = entries.Select(static entry => (entry.Key.Provider, entry.Key.Model)).ToHashSet();
        return replaced.Count == 0 ? this : new PriceBook([.. Entries.Where(entry => !replaced.Contains((entry.Key.Provider, entry.Key.Model))), .. entries]);
    }

    /// <summary>The price of a model as a request to it is billed; null when it is not known. For the rest, as <see cref="Find(string, string, PriceClass)"/>.</summary>
    /// <param name="provider">As in <c>provider/model</c>: <c>openai</c>.</param>
    /// <param name="model">As the provider calls it.</param>
    /// <param name="mode">Live or batch.</param>
    /// <param name="serviceTier">What the answer says of its service tier; null when it says nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mode is one in which nothing is sent, so that nothing has a price.</exception>
    public Price? Find(string provider, string model, AnswerMode mode, string? serviceTier = null) => Find(provider, model, PriceClasses.Of(mode, serviceTier));

    /// <summary>
    /// The price of a model; null when it is not known. A dated name (<c>gpt-5.4-mini-2026-03-17</c>) that is not listed has the price of
    /// its undated one; an undated name (<c>claude-sonnet-4-5</c>) that is not listed has that of its newest dated one; and one with
    /// <c>-latest</c> that of the highest number (<c>mistral-large-2512</c>).
    /// </summary>
    /// <param name="provider">As in <c>provider/model</c>: <c>openai</c>.</param>
    /// <param name="model">As the provider calls it; with or without the provider before it.</param>
    /// <param name="priceClass">The class of service.</param>
    public Price? Find(string provider, string model, PriceClass priceClass)
    {
        // The name as it stands comes first: groq sells a model that is called openai/gpt-oss-120b.
        var key = new PriceKey(provider, model, priceClass);
        var price = FindNamed(key)
            ?? (model.StartsWith($"{provider}/", StringComparison.Ordinal) ? FindNamed(key with { Model = model[(provider.Length + 1)..] }) : null)
            ?? _exact.GetValueOrDefault(key with { Model = AnyModel });
        return price ?? (priceClass == PriceClass.Flex ? Find(provider, model, PriceClass.Batch) : null);
    }

    private Price? FindNamed(PriceKey key)
    {
        if (_exact.TryGetValue(key, out var price))
            return price;
        var undated = key with { Model = ModelDate.Undated(key.Model) };
        if (ModelDate.IsDated(key.Model))
            return _exact.GetValueOrDefault(undated);
        return _exact.GetValueOrDefault(undated) ?? _newestDated.GetValueOrDefault(undated)
            ?? (ModelDate.IsLatest(key.Model) ? _newestNumbered.GetValueOrDefault(undated) : null);
    }

    private static Dictionary<PriceKey, Price> Newest(IEnumerable<PriceEntry> entries, Func<string, bool> hasMark, Func<string, string> withoutMark) => entries
        .Where(entry => hasMark(entry.Key.Model))
        .GroupBy(entry => entry.Key with { Model = withoutMark(entry.Key.Model) })
        .ToDictionary(static marked => marked.Key, static marked => marked.MaxBy(static entry => entry.Key.Model, StringComparer.Ordinal)!.Price);
}

/// <summary>What a price is found by.</summary>
/// <param name="Provider">As in <c>provider/model</c>.</param>
/// <param name="Model">As the provider calls it; <c>*</c> for every model of the provider that is not listed.</param>
/// <param name="Class">The class of service.</param>
public readonly record struct PriceKey(string Provider, string Model, PriceClass Class);

/// <summary>A price and what it is found by.</summary>
/// <param name="Key">Of what.</param>
/// <param name="Price">How much.</param>
public sealed record PriceEntry(PriceKey Key, Price Price);
