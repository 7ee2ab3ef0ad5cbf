using Nightshift.Model;
using Nightshift.Protocols.Batches;
using Nightshift.Providers;

namespace Nightshift.Cli.Display;

/// <summary>All that is known of one provider.</summary>
internal static class ProviderPage
{
    private const int Width = 100;
    private const int Indent = 16;

    /// <summary>The lines.</summary>
    /// <param name="provider">Whom to show.</param>
    /// <param name="isSet">Whether an environment variable is set.</param>
    public static IEnumerable<string> Lines(Provider provider, Func<string, bool> isSet) =>
        [provider.Name, .. Facts(provider, isSet).SelectMany(fact => Wrapped(fact.Name, fact.Text))];

    private static IEnumerable<(string Name, string Text)> Facts(Provider provider, Func<string, bool> isSet)
    {
        yield return ("address", ProviderTable.Address(provider));
        if (provider is { BaseAddress: not null, BaseAddressVariable: { } elsewhere })
            yield return ("", $"{elsewhere} points elsewhere ({Word(isSet(elsewhere))})");
        yield return ("key", provider.KeyVariable is { } key ? $"{key} ({Word(isSet(key))})" : "none needed");
        yield return ("live", $"a call may take {Words.Duration(provider.Timeout)}"
            + (provider.PricedAs is { Mode: AnswerMode.Batch } ? "; it is held until there is room, at the price of batches" : ""));
        if (provider.Batch is not { } terms)
        {
            yield return ("batches", "none");
            yield break;
        }

        foreach (var fact in Facts(terms))
            yield return fact;
    }

    private static IEnumerable<(string Name, string Text)> Facts(BatchTerms terms)
    {
        yield return ("batches", $"{ProviderTable.Percent(terms.Discount)} the live price");
        yield return ("endpoints", string.Join(", ", terms.Endpoints));
        yield return ("one batch", $"{(terms.FewestRows > 1 ? $"{Words.Count(terms.FewestRows)} to " : "up to ")}{Words.Rows(terms.MostRows)}, {Words.Bytes(terms.MostBytes)}");
        if (terms.EnqueuedTokens is { } tokens)
            yield return ("an account", $"up to {Words.Tokens(tokens)} input tokens in open batches of one model");
        if (terms.EnqueuedRows is { } rows)
            yield return (terms.EnqueuedTokens is null ? "an account" : "", $"up to {Words.Rows(rows)} in open batches");
        yield return ("answers", $"within {Words.Term(terms.Window)}; {(terms.Expiry is { } expiry ? $"given up after {Words.Term(expiry)}" : "never given up")}");
        yield return ("results", terms.ResultsKept is { } kept ? $"kept for {Words.Term(kept)}" : "kept until they are deleted");
        foreach (var (caveat, index) in terms.Caveats.Select((caveat, index) => (caveat, index)))
            yield return (index == 0 ? "to know" : "", caveat);
        yield return ("source", $"{terms.Source}, {terms.AsOf:yyyy-MM-dd}");
    }

    private static string Word(bool isSet) => isSet ? "set" : "not set";

    private static IEnumerable<string> Wrapped(string name, string text)
    {
        var line = $"  {name}".PadRight(Indent);
        foreach (var word in text.Split(' '))
        {
            if (line.Length + word.Length > Width && line.Length > Indent)
            {
                yield return line.TrimEnd();
                line = new string(' ', Indent);
            }

            line += word + " ";
        }

        yield return line.TrimEnd();
    }
}
