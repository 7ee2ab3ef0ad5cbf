using System.Text.Json;
using Nightshift.Engine.Estimating;

namespace Nightshift.Cli.Display;

/// <summary>An estimate for machines; times in seconds, money in dollars.</summary>
internal static class EstimateJson
{
    public static void Write(JobEstimate estimate, string model) => JsonOutput.Print(json => Write(json, estimate, model));

    public static void Write(Utf8JsonWriter json, JobEstimate estimate, string model)
    {
        json.WriteStartObject();
        json.WriteString("model", model);
        if (estimate.By is { } account)
            json.WriteString("reckoned_by", $"{account}");
        json.WriteNumber("rows", estimate.Rows);
        json.WriteNumber("to_send", estimate.ToSend);
        json.WriteNumber("duplicates", estimate.Duplicates);
        json.WriteNumber("answered", estimate.Answered);
        json.WriteNumber("bad", estimate.Bad);
        Write(json, "input_tokens", estimate.Input.Tokens, 0);
        json.WriteString("input_basis", estimate.Input.Basis);
        Write(json, "output_tokens", estimate.Output.Tokens, 0);
        json.WriteString("output_basis", estimate.Output.Basis);
        json.WriteStartArray("strategies");
        foreach (var strategy in estimate.Strategies)
            Write(json, strategy);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StrategyEstimate strategy)
    {
        json.WriteStartObject();
        json.WriteString("name", EstimateText.Name(strategy.Strategy));
        if (strategy.Cost is { } cost)
            Write(json, "cost_usd", cost, 6);
        else
            json.WriteNull("cost_usd");
        if (strategy.Takes is { } takes)
            json.WriteNumber("seconds", (long)takes.TotalSeconds);
        else
            json.WriteNull("seconds");
        json.WriteString("note", strategy.Note);
        json.WriteString("price_source", strategy.Price?.Source);
        json.WriteString("price_as_of", strategy.Price?.AsOf.ToString("O"));
        json.WriteEndObject();
    }

    /// <summary>A number with its range.</summary>
    public static void Write(Utf8JsonWriter json, string name, Likely number, int digits)
    {
        json.WriteStartObject(name);
        json.WriteNumber("low", Math.Round(number.Low, digits));
        json.WriteNumber("likely", Math.Round(number.Middle, digits));
        json.WriteNumber("high", Math.Round(number.High, digits));
        json.WriteEndObject();
    }
}
