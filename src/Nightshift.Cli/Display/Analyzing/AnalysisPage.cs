using System.Globalization;
using Nightshift.Analysis;
using Nightshift.Cli.Display.Pages;

namespace Nightshift.Cli.Display.Analyzing;

/// <summary>An analysis as a report.</summary>
internal static class AnalysisPage
{
    /// <summary>The report.</summary>
    public static Page Of(LogAnalysis analysis, TimeZoneInfo zone) => new("What these logs could save", Subtitle(analysis, zone))
    {
        Figures = [.. Figures(analysis)],
        Remarks = [.. Remarks(analysis)],
        Sections = [.. AnalysisTables.All(analysis).Where(section => section.Rows.Count > 0)],
    };

    /// <summary>What amounts are called: those of a month, or of the logs where they have no time.</summary>
    public static string Unit(LogAnalysis analysis) => analysis.Period is null ? "in the log" : "a month";

    private static string Subtitle(LogAnalysis analysis, TimeZoneInfo zone)
    {
        var requests = analysis.Requests > 0 ? $", {Words.Count(analysis.Requests)} requests" : "";
        var files = analysis.Files.Count == 1 ? Path.GetFileName(analysis.Files[0].Path) : $"{analysis.Files.Count} files";
        return $"{AnalysisText.Period(analysis.Period)}{requests}, from {files}. Hours are those of {zone.Id}.";
    }

    private static IEnumerable<PageFigure> Figures(LogAnalysis analysis)
    {
        if (analysis.Workloads.Count == 0)
        {
            yield return new("billed in the log", new Cell.Dollars(analysis.Bills.Values.Sum()), "amounts alone do not show what could be saved; add the usage report");
            yield break;
        }

        var unit = Unit(analysis);
        var hasPrice = analysis.Workloads.Any(found => found.Facts.Usd is not null);
        yield return new($"spent {unit}", Cell.OfDollars(hasPrice ? analysis.Monthly(analysis.Usd) : null), $"{Words.Money(Math.Round(analysis.Usd, 6))} in the log, at the price book's prices");
        yield return new($"could be saved {unit}", Cell.OfDollars(hasPrice ? analysis.Monthly(analysis.TogetherUsd) : null),
            analysis.Usd > 0 ? $"{new Cell.Percent(analysis.TogetherUsd / analysis.Usd).Shown} of it: duplicates, batches and caching together, nothing counted twice" : "");
        if (analysis.PossibleBatchingUsd is > 0 and var possible)
            yield return new($"more {unit}, if nobody waits", Cell.OfDollars(analysis.Monthly(possible)), "by batches, on workloads of which the log does not tell it");
    }

    private static IEnumerable<string> Remarks(LogAnalysis analysis)
    {
        if (analysis.Period is { IsShort: true } period)
            yield return string.Create(CultureInfo.InvariantCulture, $"The logs cover {period.Days:0.#} days; a month is taken for {period.Factor:0.#} times that, which is a bold guess.");
        if (analysis.Files.Sum(file => file.Bad) is > 0 and var bad)
            yield return $"{(bad == 1 ? "1 record" : $"{Words.Count(bad)} records")} could not be used, and {(bad == 1 ? "is" : "are")} in no figure.";
        if (analysis.Workloads.Count > 0 && !analysis.HasRequests)
            yield return "The logs hold no requests: how many were sent twice, and what could be cached, cannot be known from them.";
        if (analysis.Workloads.Count(found => found.Facts.Usd is null) is > 0 and var unpriced)
            yield return $"Lines without a price, which are in no sum: {Words.Count(unpriced)} of {Words.Count(analysis.Workloads.Count)}. Prices of your own go into nightshift.yaml.";
        if (analysis.IsLeast)
            yield return "There were more different requests than are remembered: duplicates, bursts and shared beginnings are least numbers.";
        if (analysis.HasOthers)
            yield return $"There are more than {Words.Count(2_000)} workloads; the rest is counted together. --workload names a field that separates fewer.";
        if (analysis.HasTimeless && analysis.Period is not null)
            yield return "Some records have no time; they are counted as if they were of the same span.";
        if (analysis.Files.Sum(file => file.GatewayHits) is > 0 and var hits)
            yield return $"{Words.Count(hits)} requests were answered by the gateway's own cache; they cost nothing and are left out.";
        if (analysis.Files.Sum(file => file.Failed) is > 0 and var failed)
            yield return $"{Words.Count(failed)} requests failed and brought nothing; they are left out.";
    }
}
