using Nightshift.Model;
using Nightshift.Providers;

namespace Nightshift.Cli.Display;

/// <summary>The providers, two lines each, at the most a hundred columns wide: what they can do, and where they are.</summary>
internal static class ProviderTable
{
    private static readonly int[] Widths = [17, 24, 16, 10, 9, 8, 8, 6];

    /// <summary>The lines.</summary>
    /// <param name="providers">Whom to list.</param>
    /// <param name="routes">The names that stand for several models.</param>
    /// <param name="isSet">Whether an environment variable is set.</param>
    public static IEnumerable<string> Lines(IEnumerable<Provider> providers, IReadOnlyList<ModelRoute> routes, Func<string, bool> isSet)
    {
        yield return Row("PROVIDER", "KEY", "BATCHES", "ROWS", "SIZE", "WITHIN", "ENDS", "KEPT");
        foreach (var provider in providers)
        {
            var key = provider.KeyVariable is { } variable ? $"{(isSet(variable) ? '+' : '-')} {variable}" : "+ none needed";
            yield return provider.Batch is { } terms
                ? Row(provider.Name, key, Percent(terms.Discount), Words.Count(terms.MostRows), Words.Bytes(terms.MostBytes), Words.Term(terms.Window),
                    terms.Expiry is { } expiry ? Words.Term(expiry) : "never", terms.ResultsKept is { } kept ? Words.Term(kept) : "-")
                : Row(provider.Name, key, provider.PricedAs is { Mode: AnswerMode.Batch } ? "held calls" : "live only", "", "", "", "", "");
            yield return $"  {Address(provider)}";
        }

        foreach (var route in routes)
        {
            yield return $"route {route.Name}";
            yield return $"  {string.Join(", ", route.Models)}";
        }

        yield return "";
        yield return "KEY: + is set, - is not. BATCHES: what is saved of the live price; everybody is called live too.";
        yield return "ROWS, SIZE: of one batch. WITHIN: what it should take. ENDS: when it is given up. KEPT: its results.";
        yield return "More about one, its sources and caveats: nightshift providers NAME";
    }

    /// <summary>Where a provider is, or which variable says it.</summary>
    public static string Address(Provider provider) =>
        Shown(provider.BaseAddress) ?? $"an address of yours: {provider.BaseAddressVariable ?? "--base-url"}{(provider.Resource is { } resource ? $" or {resource.Name}" : "")}";

    /// <summary>An address without a user and a password that a configuration may have put into it.</summary>
    public static string? Shown(Uri? address) => address?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>A discount in words.</summary>
    public static string Percent(decimal discount) => $"{discount * 100:0.#} % off";

    private static string Row(params ReadOnlySpan<string> cells)
    {
        var line = "";
        for (var column = 0; column < cells.Length; column++)
            line += column is 3 or 4 ? cells[column].PadLeft(Widths[column] - 2) + "  " : cells[column].PadRight(Widths[column]);
        return line.TrimEnd();
    }
}
