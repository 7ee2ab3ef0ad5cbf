using System.Text.Json;
using Nightshift.Analysis;

namespace Nightshift.Cli.Display.Analyzing;

/// <summary>An analysis for machines. Amounts are those of the logs; <c>month_factor</c> carries them over to a month.</summary>
internal static class AnalysisJson
{
    public static void Write(LogAnalysis analysis) => JsonOutput.Print(json =>
    {
        json.WriteStartObject();
        WritePeriod(json, analysis.Period);
        json.WriteNumber("requests", analysis.Requests);
        json.WriteNumber("cost_usd", analysis.Usd);
        json.WriteStartObject("saves_usd");
        json.WriteNumber("duplicates", analysis.DuplicatesUsd);
        json.WriteNumber("batching", analysis.BatchingUsd);
        json.WriteNumber("caching", analysis.CachingUsd);
        json.WriteNumber("together", analysis.TogetherUsd);
        json.WriteNumber("smaller_model", analysis.CheaperUsd);
        json.WriteNumber("batching_more_if_nobody_waits", analysis.PossibleBatchingUsd);
        json.WriteEndObject();
        json.WriteBoolean("are_least_numbers", analysis.IsLeast);
        json.WriteStartArray("workloads");
        foreach (var found in analysis.Workloads)
            WriteWorkload(json, found);
        json.WriteEndArray();
        json.WriteStartObject("billed_usd");
        foreach (var (item, usd) in analysis.Bills)
            json.WriteNumber(item, usd);
        json.WriteEndObject();
        WriteFiles(json, analysis);
        json.WriteEndObject();
    });

    private static void WritePeriod(Utf8JsonWriter json, LogPeriod? period)
    {
        if (period is null)
        {
            json.WriteNull("period");
            json.WriteNull("month_factor");
            return;
        }

        json.WriteStartObject("period");
        json.WriteString("from", period.From);
        json.WriteString("to", period.To);
        json.WriteNumber("days", Math.Round(period.Days, 6));
        json.WriteBoolean("is_short", period.IsShort);
        json.WriteEndObject();
        json.WriteNumber("month_factor", Math.Round(period.Factor, 9));
    }

    private static void WriteWorkload(Utf8JsonWriter json, WorkloadFinding found)
    {
        var facts = found.Facts;
        json.WriteStartObject();
        json.WriteString("workload", facts.Workload);
        json.WriteString("provider", facts.Provider);
        json.WriteString("model", facts.Model);
        json.WriteNumber("requests", facts.Requests);
        json.WriteNumber("records", facts.Records);
        json.WriteNumber("input_tokens", facts.Usage.InputTokens);
        json.WriteNumber("cached_input_tokens", facts.Usage.CachedInputTokens);
        json.WriteNumber("output_tokens", facts.Usage.OutputTokens);
        json.WriteNumber("cost_usd", facts.Usd);
        json.WriteNumber("logged_usd", facts.LoggedUsd);
        json.WriteString("batchable", AnalysisText.Key(found.Batching.Batchability));
        json.WriteNumber("batching_saves_usd", found.BatchingUsd);
        json.WriteNumber("batching_saves_usd_if_nobody_waits", found.BatchingUsdIfNobodyWaits);
        json.WriteNumber("duplicates", facts.Printed == 0 ? null : facts.Duplicates);
        json.WriteNumber("duplicates_save_usd", found.DuplicatesUsd);
        json.WriteNumber("cacheable_tokens", facts.CacheKnown == 0 ? null : facts.ReadTokens);
        json.WriteNumber("caching_saves_usd", found.CachingUsd);
        json.WriteNumber("together_save_usd", facts.Usd is null ? null : found.TogetherUsd);
        json.WriteString("smaller_model", facts.Cheaper);
        json.WriteNumber("smaller_model_saves_usd", found.CheaperUsd);
        json.WriteStartArray("evidence");
        foreach (var sentence in AnalysisText.Evidence(found))
            json.WriteStringValue(sentence);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter json, LogAnalysis analysis)
    {
        json.WriteStartArray("files");
        foreach (var file in analysis.Files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteString("format", file.Format is { } format ? LogFormatNames.Of(format) : null);
            json.WriteNumber("used", file.Read);
            json.WriteNumber("passed_over", file.PassedOver);
            json.WriteNumber("gateway_hits", file.GatewayHits);
            json.WriteNumber("failed", file.Failed);
            json.WriteNumber("bad", file.Bad);
            json.WriteStartArray("faults");
            foreach (var fault in file.Faults)
            {
                json.WriteStartObject();
                json.WriteNumber("line", fault.Line);
                json.WriteString("message", fault.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
