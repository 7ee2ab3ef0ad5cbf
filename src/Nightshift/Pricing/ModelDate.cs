using System.Text.RegularExpressions;

namespace Nightshift.Pricing;

/// <summary>How providers date the names of their models.</summary>
internal static partial class ModelDate
{
    /// <summary>Whether the name ends with a day.</summary>
    public static bool IsDated(string model) => DatePattern().IsMatch(model);

    /// <summary>The name without the day, and without <c>-latest</c>.</summary>
    public static string Undated(string model) =>
        model.EndsWith("-latest", StringComparison.Ordinal) ? model[..^"-latest".Length] : DatePattern().Replace(model, "");

    // -2026-03-17 (OpenAI), -20251101 (Anthropic), @20251101 (Vertex). Four digits are not taken for a date: they are
    // year and month with Mistral, month and day with OpenAI's older models, and those do not share a price.
    [GeneratedRegex(@"(?:-20\d\d-\d\d-\d\d|[-@]20\d{6})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DatePattern();
}
