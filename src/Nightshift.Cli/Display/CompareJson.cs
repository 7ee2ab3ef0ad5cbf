using System.Text.Json;
using Nightshift.Engine.Comparing;
using Nightshift.Engine.Estimating;

namespace Nightshift.Cli.Display;

/// <summary>A comparison for machines; money in dollars, shares from 0 to 1, latencies in milliseconds.</summary>
internal static class CompareJson
{
    private const int Many = 10_000;

    public static void Write(Comparison comparison, Recommendation recommendation, string? expect, decimal margin, IReadOnlyList<LeftOutModel> leftOut) => JsonOutput.Print(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("rows", comparison.Rows);
        json.WriteNumber("judged", comparison.Judged);
        json.WriteNumber("bad", comparison.Bad);
        json.WriteString("basis", comparison.Basis switch
        {
            AgreementBasis.Expected => "expected",
            AgreementBasis.Majority => "majority",
            AgreementBasis.EachOther => "each_other",
            _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison.Basis, "a basis without a word"),
        });
        json.WriteString("expect", expect);
        json.WriteNumber("expected_no_label", comparison.Foreign);
        json.WriteStartArray("models");
        foreach (var (at, model) in comparison.Models.Index())
            Write(json, model, comparison.Models, comparison.Pairs[at]);
        json.WriteEndArray();
        json.WriteStartArray("left_out");
        foreach (var model in leftOut)
        {
            json.WriteStartObject();
            json.WriteString("model", model.Model);
            json.WriteString("reason", model.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("recommendation");
        json.WriteString("model", (recommendation as Recommendation.Take)?.Winner.Model);
        json.WriteString("best", recommendation switch { Recommendation.Take take => take.Best.Model, Recommendation.NoPrice none => none.Best.Model, _ => null });
        json.WriteNumber("margin", margin);
        json.WriteBoolean("too_close", recommendation is Recommendation.Take { IsTooClose: true });
        json.WriteString("sentence", RecommendationText.Line(recommendation, comparison, margin));
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, ModelMeasure model, IReadOnlyList<ModelMeasure> models, IReadOnlyList<Share> pairs)
    {
        json.WriteStartObject();
        json.WriteString("model", model.Model);
        json.WriteNumber("job", model.Job.Value);
        json.WriteNumber("answered", model.Answered);
        json.WriteNumber("failed", model.Failed);
        Write(json, "agreement", model.Agreement);
        json.WriteNumber("macro_f1", Rounded(model.MacroF1));
        json.WriteStartArray("mistakes");
        foreach (var mistake in model.Mistakes)
        {
            json.WriteStartObject();
            json.WriteString("expected", mistake.Expected);
            json.WriteString("given", mistake.Given);
            json.WriteNumber("rows", mistake.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        EstimateJson.Write(json, "input_tokens_per_row", model.Input, 3);
        EstimateJson.Write(json, "output_tokens_per_row", model.Output, 3);
        Write(json, "cost_usd_per_row", model.CostUsd, 9);
        Write(json, "cost_usd_per_10000_rows", model.CostUsd?.Times(Many), 6);
        Write(json, "batch_cost_usd_per_10000_rows", model.BatchCostUsd?.Times(Many), 6);
        json.WriteNumber("latency_ms_median", Milliseconds(model.Speed?.Median));
        json.WriteNumber("latency_ms_p95", Milliseconds(model.Speed?.Percentile95));
        json.WriteStartObject("same_answer_as");
        foreach (var (other, share) in models.Zip(pairs).Where(pair => pair.First != model))
            Write(json, other.Model, share);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Share share)
    {
        json.WriteStartObject(name);
        json.WriteNumber("rows", share.Part);
        json.WriteNumber("of", share.Of);
        json.WriteNumber("share", Math.Round(share.Value, 6));
        json.WriteNumber("low", Math.Round(share.Range.Low, 6));
        json.WriteNumber("high", Math.Round(share.Range.High, 6));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Likely? cost, int digits)
    {
        if (cost is { } known)
            EstimateJson.Write(json, name, known, digits);
        else
            json.WriteNull(name);
    }

    private static decimal? Rounded(decimal? number) => number is { } known ? Math.Round(known, 6) : null;

    private static decimal? Milliseconds(TimeSpan? time) => time is { } known ? (decimal)known.Ticks / TimeSpan.TicksPerMillisecond : null;
}
