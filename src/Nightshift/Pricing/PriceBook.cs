using Nightshift.Model;

namespace Nightshift.Pricing;

/// <summary>The prices that are known. A model that is not in it has no price, which is not the same as costing nothing.</summary>
public sealed class PriceBook
{
    private const string AnyModel = "*";
    private static readonly Lazy<PriceBook> Shipped = new(static () => new PriceBook(PriceFile.ReadShipped()));

    private readonly Dictionary<PriceKey, Price> _exact;
    private readonly Dictionary<PriceKey, Price> _newestDated;

    internal PriceBook(IReadOnlyList<PriceEntry> entries)
    {
        _exact = entries.ToDictionary(static e => e.Key, static e => e.Price);
        _newestDated = entries
            .Where(static e => ModelDate.IsDated(e.Key.Model))
            .GroupBy(static e => e.Key with { Model = ModelDate.Undated(e.Key.Model) })
            .ToDictionary(
                static dated => dated.Key,
                static dated => dated.MaxBy(static e => e.Key.Model, StringComparer.Ordinal)!.Price);
    }

    /// <summary>The prices that come with this version; each names its source and its day.</summary>
    public static PriceBook Default => Shipped.Value;

    /// <summary>
    /// The price of a model; null when it is not known. A dated name (<c>gpt-5.4-mini-2026-03-17</c>) that is not listed has the price of
    /// its undated one; an undated name (<c>claude-sonnet-4-5</c>) that is not listed has that of its newest dated one.
    /// </summary>
    /// <param name="provider">As in <c>provider/model</c>: <c>openai</c>.</param>
    /// <param name="model">As the provider calls it; with or without the provider before it.</param>
    /// <param name="mode">Live or batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mode is one in which nothing is sent, so that nothing has a price.</exception>
    public Price? Find(string provider, string model, AnswerMode mode)
    {
        if (mode is not (AnswerMode.Live or AnswerMode.Batch))
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "only live calls and batches have a price");

        // The name as it stands comes first: groq sells a model that is called openai/gpt-oss-120b.
        var key = new PriceKey(provider, model, mode);
        return FindNamed(key)
            ?? (model.StartsWith($"{provider}/", StringComparison.Ordinal)
                ? FindNamed(key with { Model = model[(provider.Length + 1)..] })
                : null)
            ?? _exact.GetValueOrDefault(key with { Model = AnyModel });
    }

    private Price? FindNamed(PriceKey key)
    {
        if (_exact.TryGetValue(key, out var price))
            return price;
        var undated = key with { Model = ModelDate.Undated(key.Model) };
        return ModelDate.IsDated(key.Model)
            ? _exact.GetValueOrDefault(undated)
            : _exact.GetValueOrDefault(undated) ?? _newestDated.GetValueOrDefault(undated);
    }
}
