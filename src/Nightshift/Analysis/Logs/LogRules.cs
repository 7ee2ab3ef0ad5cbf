using System.Globalization;
using Nightshift.Model;
using Nightshift.Pricing;

namespace Nightshift.Analysis.Logs;

/// <summary>What a record's values make: a use, a bill, or nothing that can be.</summary>
internal static class LogRules
{
    /// <summary>More tokens than any report sums up in one line; beyond it a number is a mistake.</summary>
    public const long MostTokens = 10_000_000_000_000;

    private const long MostTokensOfOne = 100_000_000;
    private const long LongContext = 200_001;

    /// <summary>Before this day nobody logged a model's use: an earlier time is a unit misread or a clock that was never set.</summary>
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What is wrong with the record; null when nothing is.</summary>
    /// <param name="row">The record.</param>
    /// <param name="isAggregate">Whether it sums up several requests.</param>
    /// <param name="latest">The latest time that can be.</param>
    public static string? FaultOf(LogRow row, bool isAggregate, DateTimeOffset latest)
    {
        if (row.Fault is { } fault)
            return fault;
        if (row.Time is { } time && (time < Earliest || time > latest))
            return string.Create(CultureInfo.InvariantCulture, $"is of {time:yyyy-MM-dd}, a time that cannot be");
        if (!isAggregate && (row.Usage.InputTokens > MostTokensOfOne || row.Usage.OutputTokens > MostTokensOfOne))
            return "has more tokens than a request can have";
        return row.Requests < 0 ? "has a negative number of requests" : null;
    }

    /// <summary>The use that a record tells of.</summary>
    public static LoggedUse Use(LogRow row, bool isAggregate)
    {
        var (provider, model) = Named(row);
        var usage = Whole(row);
        var requests = isAggregate ? row.Requests : row.Requests ?? 1;
        var workload = WorkloadOf(row, isAggregate);
        return new LoggedUse(workload, provider, model, usage)
        {
            At = row.Time,
            Duration = row.Duration ?? (row.End - row.Time is { } span && span >= TimeSpan.Zero ? span : null),
            Requests = requests,
            IsAggregate = isAggregate || requests > 1,
            InputOfOne = row.ContextWindow.StartsWith("200k", StringComparison.Ordinal) ? LongContext : usage.InputTokens / Math.Max(1, requests ?? long.MaxValue),
            Class = PriceClasses.Of(row.IsBatch || row.Operation.Contains("batch", StringComparison.OrdinalIgnoreCase) ? AnswerMode.Batch : AnswerMode.Live, row.Tier),
            LoggedUsd = row.Cost is >= 0 ? row.Cost : null,
            IsWaitedFor = row.HasPerson || IsStreamed(row),
            PatientWord = row.PatientWord ?? PatientWords.In(workload),
            IsEmbedding = row.Operation.Contains("embed", StringComparison.OrdinalIgnoreCase) || model.Contains("embed", StringComparison.OrdinalIgnoreCase),
            KnowsCached = row.KnowsCached,
            Print = isAggregate ? null : row.Print,
        };
    }

    // The model that answered has the day in its name, but an alias of a deployment may have replaced it by nothing that has a price.
    private static (string Provider, string Model) Named(LogRow row) =>
        ProviderNames.Resolve(row.Provider, row.AnsweringModel.Length > 0 ? row.AnsweringModel : row.Model);

    /// <summary>The usage, with the cached and written tokens within the input: some logs have them beside it.</summary>
    private static Usage Whole(LogRow row)
    {
        var usage = row.IsOutInParts ? row.Usage with { OutputTokens = row.Usage.OutputTokens + row.Usage.ReasoningTokens } : row.Usage;
        var beside = usage.CachedInputTokens + usage.CacheWriteTokens + usage.HourCacheWriteTokens;
        return row.IsInParts || beside > usage.InputTokens ? usage with { InputTokens = usage.InputTokens + beside } : usage;
    }

    // LiteLLM writes the end in the place of the first token when nothing was streamed (2026-11).
    private static bool IsStreamed(LogRow row) => row.IsStream || (row.FirstToken is { } first && first != row.End && first > row.Time);

    private static string WorkloadOf(LogRow row, bool isAggregate)
    {
        // A provider's report knows no tags: its projects and keys together say the most.
        if (isAggregate && row.Workloads is [{ Length: > 0 } project, { Length: > 0 } key, ..])
            return $"{project} / {key}";
        return Array.Find(row.Workloads, static workload => workload.Length > 0) ?? "(none)";
    }
}
