using System.Globalization;
using Nightshift.Model;

namespace Nightshift.Cli.Display;

/// <summary>Numbers as people read them.</summary>
internal static class Words
{
    public static string Count(long count) => NumberWords.Count(count);

    /// <summary>A speed, with a fraction where it matters.</summary>
    public static string Rate(double perSecond) => string.Create(CultureInfo.InvariantCulture, $"{(perSecond < 10 ? Math.Round(perSecond, 1) : Math.Round(perSecond)):#,0.#} rows/s");

    public static string Rows(long count) => NumberWords.Rows(count);

    /// <summary>Cents for dollars; more digits where a cent is too coarse. Nothing is <c>$0</c>, which stands out in a table.</summary>
    public static string Money(decimal dollars) => dollars == 0 ? "$0" : NumberWords.Usd(dollars);

    /// <summary>The cost, and that it is not all of it when some usage has no price.</summary>
    public static string Cost(Spend spend) => (spend.CostUsd, spend.Unpriced) switch
    {
        (0, > 0) => "no price known",
        (_, > 0) => $"{Money(spend.CostUsd)} + unpriced",
        _ => Money(spend.CostUsd),
    };

    public static string Tokens(long tokens) => tokens switch
    {
        < 10_000 => Count(tokens),
        < 10_000_000 => (tokens / 1000m).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        _ => (tokens / 1_000_000m).ToString("0.#", CultureInfo.InvariantCulture) + "M",
    };

    /// <summary>A size in the largest unit of a thousand that it is whole in: 200 MB, 1.5 GB.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000_000 => $"{Count(bytes)} B",
        < 1_000_000_000 => (bytes / 1_000_000m).ToString("0.#", CultureInfo.InvariantCulture) + " MB",
        _ => (bytes / 1_000_000_000m).ToString("0.#", CultureInfo.InvariantCulture) + " GB",
    };

    /// <summary>A promised time: whole days from two days on, else hours.</summary>
    public static string Term(TimeSpan time) => time.TotalDays >= 2 ? $"{time.TotalDays:0.#} d" : $"{time.TotalHours:0.#} h";

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => $"{Math.Max(0, time.TotalSeconds):0} s",
        { TotalMinutes: < 60 } => $"{(int)time.TotalMinutes} min {time.Seconds:00} s",
        { TotalDays: < 1 } => $"{(int)time.TotalHours} h {time.Minutes:00} min",
        _ => $"{(int)time.TotalDays} d {time.Hours} h",
    };

    /// <summary>A job's state.</summary>
    /// <param name="job">The job.</param>
    /// <param name="isOwned">Whether a process is at work on the store.</param>
    /// <param name="hasBatches">Whether batches of it have not ended.</param>
    public static string State(Job job, bool isOwned, bool hasBatches = false) => job.State switch
    {
        JobState.Running when !isOwned && hasBatches => "in batches",
        JobState.Cancelled when hasBatches => "being cancelled",
        JobState.Intake or JobState.Running when !isOwned && (job.State == JobState.Intake || job.Counts.Done > 0 || job.Spend.Attempts > 0) => "interrupted",
        JobState.Intake => "taking in",
        JobState.Running when job.Counts.Done == 0 && job.Spend.Attempts == 0 => "ready",
        JobState.Running when job.Counts.Claimed + job.Counts.Sent == 0 => "waiting",
        JobState.Running => "running",
        JobState.Paused => "paused",
        JobState.Finished when job.Counts.Failed + job.Counts.Expired > 0 => "finished, some failed",
        JobState.Finished => "finished",
        JobState.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(job), job.State, "not a job state"),
    };
}
