using Nightshift.Engine.Estimating;

namespace Nightshift.Cli.Display;

/// <summary>A sample for machines, with the estimate for all rows.</summary>
internal static class SampleJson
{
    public static void Write(SampleMeasure measure, JobEstimate estimate, string model) => JsonOutput.Print(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("answered", measure.Answered);
        json.WriteNumber("failed", measure.Failed);
        EstimateJson.Write(json, "input_tokens_per_row", measure.Input, 3);
        EstimateJson.Write(json, "output_tokens_per_row", measure.Output, 3);
        if (measure.CostUsd is { } cost)
            EstimateJson.Write(json, "cost_usd_per_row", cost, 9);
        else
            json.WriteNull("cost_usd_per_row");
        json.WriteStartArray("answers");
        foreach (var row in measure.Shown)
        {
            json.WriteStartObject();
            json.WriteNumber("index", row.Id.Index);
            json.WriteString("output", row.Answer?.Output);
            json.WriteString("error", row.ErrorCode);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("estimate");
        EstimateJson.Write(json, estimate, model);
        json.WriteEndObject();
    });
}
