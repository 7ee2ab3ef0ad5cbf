using System.Text.Json;
using Nightshift.Protocols.Batches;
using Nightshift.Providers;

namespace Nightshift.Cli.Display;

/// <summary>The providers for machines; times in seconds.</summary>
internal static class ProviderJson
{
    public static void Write(IEnumerable<Provider> providers) => JsonOutput.Print(json =>
    {
        json.WriteStartArray();
        foreach (var provider in providers)
            Write(json, provider);
        json.WriteEndArray();
    });

    public static void Write(Provider provider) => JsonOutput.Print(json => Write(json, provider));

    private static void Write(Utf8JsonWriter json, Provider provider)
    {
        json.WriteStartObject();
        json.WriteString("name", provider.Name);
        json.WriteString("base_address", ProviderTable.Shown(provider.BaseAddress));
        json.WriteString("base_address_variable", provider.BaseAddressVariable);
        json.WriteString("key_variable", provider.KeyVariable);
        json.WriteBoolean("key_is_set", provider.KeyVariable is { } variable && Setup.IsSet(variable));
        if (provider.Batch is { } terms)
            Write(json, terms);
        else
            json.WriteNull("batch");
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BatchTerms terms)
    {
        json.WriteStartObject("batch");
        json.WriteNumber("discount", terms.Discount);
        json.WriteNumber("fewest_rows", terms.FewestRows);
        json.WriteNumber("most_rows", terms.MostRows);
        json.WriteNumber("most_bytes", terms.MostBytes);
        json.WriteNumber("enqueued_tokens", terms.EnqueuedTokens);
        json.WriteNumber("enqueued_rows", terms.EnqueuedRows);
        json.WriteNumber("window", (long)terms.Window.TotalSeconds);
        json.WriteNumber("expiry", (long?)terms.Expiry?.TotalSeconds);
        json.WriteNumber("results_kept", (long?)terms.ResultsKept?.TotalSeconds);
        WriteTexts(json, "endpoints", terms.Endpoints);
        WriteTexts(json, "caveats", terms.Caveats);
        json.WriteString("source", terms.Source);
        json.WriteString("as_of", terms.AsOf.ToString("O"));
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
