using System.Text.RegularExpressions;

namespace Nightshift.Pricing;

/// <summary>How providers date the names of their models.</summary>
internal static partial class ModelDate
{
    private const string Latest = "-latest";

    /// <summary>Whether the name ends with a day.</summary>
    public static bool IsDated(string model) => DatePattern().IsMatch(model);

    /// <summary>The name without the day, and without <c>-latest</c>.</summary>
    public static string Undated(string model) => IsLatest(model) ? model[..^Latest.Length] : DatePattern().Replace(model, "");

    /// <summary>Whether it asks for the newest there is.</summary>
    public static bool IsLatest(string model) => model.EndsWith(Latest, StringComparison.Ordinal);

    /// <summary>Whether the name ends with four digits.</summary>
    public static bool IsNumbered(string model) => NumberPattern().IsMatch(model);

    /// <summary>The name without the four digits.</summary>
    public static string Unnumbered(string model) => NumberPattern().Replace(model, "");

    // -2026-03-17 (OpenAI), -20251101 (Anthropic), @20251101 (Vertex). Four digits are not taken for a date: they are
    // year and month with Mistral, month and day with OpenAI's older models, and those do not share a price.
    [GeneratedRegex(@"(?:-20\d\d-\d\d-\d\d|[-@]20\d{6})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"-\d{4}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberPattern();
}
