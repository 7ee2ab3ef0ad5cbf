using Nightshift.Pricing;

namespace Nightshift.Cli.Display;

/// <summary>Models with what they cost, a line each, at the most a hundred columns wide.</summary>
internal static class PriceTable
{
    private const int LongestName = 48;

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<PricedModel> models)
    {
        var width = Math.Min(LongestName, models.Max(model => model.Name.Length));
        yield return Row(width, "MODEL", "IN", "CACHED", "OUT", "BATCH IN", "OUT");
        foreach (var model in models)
        {
            var (live, batch) = (model.Of(PriceClass.Live)?.Rates, model.Of(PriceClass.Batch)?.Rates);
            var name = model.Name + (model.Prices.Any(price => price.Price.LongContext.Count > 0) ? " *" : "");
            if (name.Length > width + 2)
                yield return name;
            yield return Row(width, name.Length > width + 2 ? "" : name,
                Usd(live?.Input), Usd(live?.CachedInput), Usd(live?.Output), Usd(batch?.Input), Usd(batch?.Output));
        }

        yield return "";
        yield return "Dollars per million tokens. * more for requests with much input. -: no price is known.";
        yield return "More about one, with its sources: nightshift prices PROVIDER/MODEL";
    }

    /// <summary>A price in dollars, without more digits than it has.</summary>
    public static string Usd(decimal? price) => price is { } known ? known.ToString("0.00######", System.Globalization.CultureInfo.InvariantCulture) : "-";

    private static string Row(int width, string name, string input, string cached, string output, string batchInput, string batchOutput) =>
        $"{name.PadRight(width + 2)} {input,8} {cached,8} {output,8}  {batchInput,8} {batchOutput,8}";
}
