using System.Globalization;
using System.Reflection;

namespace Nightshift.Pricing;

/// <summary>
/// Reads <c>prices.csv</c>: eleven columns, a header line, no quotes and so no commas within a cell (a test holds it to that). A line per
/// model and class of service; further ones, from a number of input tokens on, are its tiers for long context.
/// </summary>
internal static class PriceFile
{
    private const int Columns = 11;

    public static IReadOnlyList<PriceEntry> ReadShipped()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Nightshift.Pricing.prices.csv")
            ?? throw new InvalidOperationException("prices.csv is not embedded");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Reads the lines of a price file, after its header.</summary>
    /// <exception cref="FormatException">A line is no price, or a tier stands before what it is a tier of.</exception>
    public static IReadOnlyList<PriceEntry> Parse(string text)
    {
        var entries = new List<PriceEntry>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(ParseLine))
        {
            if (line.FromInputTokens == 0)
                entries.Add(new PriceEntry(line.Key, new Price(line.Rates, line.AsOf, line.Source)));
            else if (entries is [.., var last] && last.Key == line.Key)
                entries[^1] = last with { Price = last.Price with { LongContext = [.. last.Price.LongContext, new LongContextTier(line.FromInputTokens, line.Rates, line.AsOf, line.Source)] } };
            else
                throw new FormatException($"a tier stands behind the price that it belongs to: {line.Key}");
        }

        return entries;
    }

    private static PriceLine ParseLine(string line)
    {
        if (line.Split(',') is not { Length: Columns } cells)
            throw new FormatException($"a price has {Columns} cells: {line}");
        return new PriceLine(
            new PriceKey(cells[0], cells[1], ParseClass(cells[2])),
            long.Parse(cells[3], NumberStyles.None, CultureInfo.InvariantCulture),
            new Rates(ParseUsd(cells[4]), ParseUsd(cells[8])) { CachedInput = ParseOptional(cells[5]), CacheWrite = ParseOptional(cells[6]), HourCacheWrite = ParseOptional(cells[7]) },
            DateOnly.ParseExact(cells[9], "yyyy-MM-dd", CultureInfo.InvariantCulture),
            cells[10]);
    }

    private static PriceClass ParseClass(string word) => word switch
    {
        "live" => PriceClass.Live,
        "batch" => PriceClass.Batch,
        "flex" => PriceClass.Flex,
        "priority" => PriceClass.Priority,
        _ => throw new FormatException($"a price is for live, batch, flex or priority, not '{word}'"),
    };

    private static decimal? ParseOptional(string cell) => cell.Length == 0 ? null : ParseUsd(cell);

    private static decimal ParseUsd(string cell) => decimal.Parse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private readonly record struct PriceLine(PriceKey Key, long FromInputTokens, Rates Rates, DateOnly AsOf, string Source);
}
