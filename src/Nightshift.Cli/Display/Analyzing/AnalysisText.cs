using System.Globalization;
using Nightshift.Analysis;

namespace Nightshift.Cli.Display.Analyzing;

/// <summary>What an analysis says in words.</summary>
internal static class AnalysisText
{
    /// <summary>A verdict, short enough for a table.</summary>
    public static string Word(Batchability verdict) => verdict switch
    {
        Batchability.AlreadyBatched => "batched",
        Batchability.Batchable => "yes",
        Batchability.Likely => "likely",
        Batchability.SomebodyWaits => "no",
        Batchability.CannotTell => "cannot tell",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "not a verdict"),
    };

    /// <summary>A verdict, for programs.</summary>
    public static string Key(Batchability verdict) => verdict switch
    {
        Batchability.AlreadyBatched => "already_batched",
        Batchability.Batchable => "batchable",
        Batchability.Likely => "likely",
        Batchability.SomebodyWaits => "somebody_waits",
        Batchability.CannotTell => "cannot_tell",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "not a verdict"),
    };

    /// <summary>All that a finding rests on.</summary>
    public static IEnumerable<string> Evidence(WorkloadFinding found)
    {
        var facts = found.Facts;
        foreach (var sentence in found.Batching.Evidence)
            yield return sentence;
        if (found.Batching.Counts && facts.Usd is not null && facts.LiveAsBatchUsd is null)
            yield return "No batch price of this model is known.";
        if (found.Batching.Counts && facts.LiveAsBatchUsd > facts.LiveUsd)
            yield return "Batches would cost more: what comes from the provider's cache costs less than in a batch.";
        if (facts.Duplicates > 0)
            yield return $"{Words.Count(facts.Duplicates)} of {Words.Count(facts.Printed)} requests had been sent before.";
        if (facts.ReadTokens > 0)
            yield return $"{Words.Tokens(facts.ReadTokens)} input tokens stood at the beginning of another request of the same five minutes, and did not come from the provider's cache.";
        if (facts.Usd is null)
            yield return "No price of this model is known, or not of all its service tiers.";
    }

    /// <summary>Records that could not be used: how many, and the first of them.</summary>
    public static IEnumerable<string> Faults(LogAnalysis analysis)
    {
        foreach (var file in analysis.Files.Where(file => file.Bad > 0))
        {
            foreach (var fault in file.Faults)
                yield return fault.Line == 0 ? $"{file.Path}: {fault.Message}" : $"{file.Path}:{fault.Line}: {fault.Message}";
            if (file.Bad > file.Faults.Count)
                yield return $"{file.Path}: {Words.Count(file.Bad - file.Faults.Count)} more could not be used";
        }
    }

    /// <summary>The time covered.</summary>
    public static string Period(LogPeriod? period) => period is null
        ? "the logs have no times"
        : string.Create(CultureInfo.InvariantCulture, $"{period.From:yyyy-MM-dd} to {period.To.AddTicks(-1):yyyy-MM-dd}, {period.Days:0.#} days");
}
