using System.Text.Json;
using Nightshift.Pricing;

namespace Nightshift.Cli.Display;

/// <summary>Prices for machines: dollars per million tokens, as exact numbers.</summary>
internal static class PriceJson
{
    public static void Write(IEnumerable<PricedModel> models) => JsonOutput.Print(json =>
    {
        json.WriteStartArray();
        foreach (var model in models)
        {
            json.WriteStartObject();
            json.WriteString("provider", model.Provider);
            json.WriteString("model", model.Model);
            foreach (var (priceClass, price) in model.Prices)
                Write(json, priceClass, price);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, PriceClass priceClass, Price price)
    {
        json.WriteStartObject(priceClass.ToString().ToLowerInvariant());
        Write(json, price.Rates, price.AsOf, price.Source);
        json.WriteStartArray("long_context");
        foreach (var tier in price.LongContext)
        {
            json.WriteStartObject();
            json.WriteNumber("from_input_tokens", tier.FromInputTokens);
            Write(json, tier.Rates, tier.AsOf, tier.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Rates rates, DateOnly asOf, string source)
    {
        json.WriteNumber("input", rates.Input);
        json.WriteNumber("cached_input", rates.CachedInput);
        json.WriteNumber("cache_write", rates.CacheWrite);
        json.WriteNumber("cache_write_hour", rates.HourCacheWrite);
        json.WriteNumber("output", rates.Output);
        json.WriteString("as_of", asOf.ToString("O"));
        json.WriteString("source", source);
    }
}
