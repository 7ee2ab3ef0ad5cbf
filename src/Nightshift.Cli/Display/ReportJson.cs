using System.Text.Json;
using Nightshift.Engine.Reporting;
using Nightshift.Model;
using Nightshift.Settling;

namespace Nightshift.Cli.Display;

/// <summary>What was spent and saved, for machines; money in dollars, shares from 0 to 1.</summary>
internal static class ReportJson
{
    public static void Write(SpendingReport report) => JsonOutput.Print(json =>
    {
        json.WriteStartObject();
        json.WriteString("from", $"{report.From:O}");
        json.WriteString("to", $"{report.To:O}");
        json.WriteStartObject("total");
        Write(json, report.Total);
        json.WriteEndObject();
        Write(json, "days", report.Days);
        Write(json, "jobs", report.Jobs);
        Write(json, "models", report.Models);
        Write(json, "providers", report.Providers);
        Write(json, "tags", report.Tags);
        json.WriteStartArray("budgets");
        foreach (var standing in report.Budgets)
            Write(json, standing);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<SpendingGroup> groups)
    {
        json.WriteStartArray(name);
        foreach (var group in groups)
        {
            json.WriteStartObject();
            json.WriteString("name", group.Key);
            Write(json, group);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, SpendingGroup group)
    {
        var (sums, usage) = (group.Sums, group.Sums.Usage);
        json.WriteNumber("answers", sums.Answers);
        json.WriteNumber("attempts", sums.Attempts);
        json.WriteNumber("input_tokens", usage.InputTokens);
        json.WriteNumber("cached_input_tokens", usage.CachedInputTokens);
        json.WriteNumber("cache_write_tokens", usage.CacheWriteTokens + usage.HourCacheWriteTokens);
        json.WriteNumber("output_tokens", usage.OutputTokens);
        json.WriteNumber("reasoning_tokens", usage.ReasoningTokens);
        json.WriteNumber("cost_usd", group.CostUsd);
        json.WriteNumber("live_usd", group.LiveUsd);
        json.WriteNumber("saved_usd", group.SavedUsd);
        json.WriteNumber("saved_share", group.SavedShare is { } share ? Math.Round(share, 6) : null);
        json.WriteNumber("saved_in_batches_usd", group.SavedInBatchesUsd);
        json.WriteNumber("spared_usd", group.SparedUsd);
        json.WriteNumber("spared_rows", group.SparedRows);
        json.WriteNumber("wasted_usd", sums.WastedUsd);
        json.WriteNumber("possible_usd", sums.PossibleUsd);
        json.WriteNumber("uncertain_attempts", sums.Uncertain);
        json.WriteNumber("unpriced_attempts", sums.Unpriced);
    }

    private static void Write(Utf8JsonWriter json, BudgetStanding standing)
    {
        json.WriteStartObject();
        json.WriteString("name", BudgetWords.Name(standing.Budget));
        json.WriteString("per", standing.Budget.Period switch { BudgetPeriod.Always => null, BudgetPeriod.Day => "day", _ => "month" });
        json.WriteString("provider", standing.Budget.Provider);
        json.WriteString("tag", standing.Budget.Tag);
        json.WriteNumber("limit_usd", standing.Budget.LimitUsd);
        json.WriteNumber("spent_usd", standing.SpentUsd);
        json.WriteNumber("possible_usd", standing.PossibleUsd);
        json.WriteNumber("reserved_usd", standing.ReservedUsd);
        json.WriteNumber("room_usd", standing.RoomUsd);
        json.WriteEndObject();
    }
}
