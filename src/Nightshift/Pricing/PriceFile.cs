using System.Globalization;
using System.Reflection;
using Nightshift.Model;

namespace Nightshift.Pricing;

/// <summary>What a price is found by.</summary>
internal readonly record struct PriceKey(string Provider, string Model, AnswerMode Mode);

/// <summary>A line of the price file.</summary>
internal sealed record PriceEntry(PriceKey Key, Price Price);

/// <summary>Reads <c>prices.csv</c>: eight columns, a header line, no quotes and so no commas within a cell (a test holds it to that).</summary>
internal static class PriceFile
{
    private const int Columns = 8;

    public static IReadOnlyList<PriceEntry> ReadShipped()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Nightshift.Pricing.prices.csv")
            ?? throw new InvalidOperationException("prices.csv is not embedded");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    public static IReadOnlyList<PriceEntry> Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(ParseLine)];

    private static PriceEntry ParseLine(string line)
    {
        if (line.Split(',') is not { Length: Columns } cells)
            throw new FormatException($"a price has {Columns} cells: {line}");
        return new PriceEntry(
            new PriceKey(cells[0], cells[1], ParseMode(cells[2])),
            new Price(
                ParseUsd(cells[3]),
                cells[4].Length == 0 ? null : ParseUsd(cells[4]),
                ParseUsd(cells[5]),
                DateOnly.ParseExact(cells[6], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                cells[7]));
    }

    private static AnswerMode ParseMode(string mode) => mode switch
    {
        "live" => AnswerMode.Live,
        "batch" => AnswerMode.Batch,
        _ => throw new FormatException($"a price is for live or batch, not '{mode}'"),
    };

    private static decimal ParseUsd(string cell) => decimal.Parse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
