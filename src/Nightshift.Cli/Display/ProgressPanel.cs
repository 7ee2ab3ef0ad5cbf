using Nightshift.Engine;
using Nightshift.Limits;
using Nightshift.Model;
using Spectre.Console;

namespace Nightshift.Cli.Display;

/// <summary>A job's progress as a few lines that fit any terminal: a bar, what it came to so far, how the lane is doing.</summary>
internal static class ProgressPanel
{
    private const int WidestBar = 32;
    private const int NarrowestBar = 8;
    private const int BesideBar = 56;
    private const int BatchesShown = 8;

    /// <summary>The lines, in markup.</summary>
    public static IReadOnlyList<string> Lines(JobProgress progress, Pace pace, int width)
    {
        var job = progress.Job;
        if (job.State == JobState.Intake)
            return job.Counts.Total == 0 ? [] : [$"[grey]taking in: {Words.Rows(job.Counts.Total)}[/]"];
        List<string> lines = [Bar(job, pace, Math.Clamp(width - BesideBar, NarrowestBar, WidestBar)), Facts(job)];
        lines.AddRange(progress.Lanes.Select(lane => LaneLine(lane, progress)));
        if (job.Route is { } why)
            lines.Add($"[grey]{Markup.Escape(Screen.Safe(why))}[/]");
        if (progress.Batches.Count > 0)
            lines.AddRange(BatchText.Lines(progress, BatchesShown).Select(line => $"[grey]{Markup.Escape(Screen.Safe(line))}[/]"));
        return lines;
    }

    /// <summary>The same in one plain line, for logs.</summary>
    public static string Line(JobProgress progress, Pace pace)
    {
        var job = progress.Job;
        return $"{Words.Count(job.Counts.Done)}/{Words.Count(job.Counts.Total)} rows, {Words.Rate(pace.PerSecond)}, "
            + $"{Words.Tokens(job.Spend.Usage.TotalTokens)} tokens, {Words.Cost(job.Spend)}, {Words.Count(job.Spend.Retries)} retries"
            + (Eta(job, pace) is { } eta ? $", {eta} left" : "")
            + (progress.Batches.Count > 0 ? $"; {BatchText.Sum(progress.Batches)}" : "");
    }

    private static string Bar(Job job, Pace pace, int width)
    {
        var counts = job.Counts;
        var share = counts.Total == 0 ? 1 : (double)counts.Done / counts.Total;
        var filled = (int)(share * width);
        var eta = Eta(job, pace);
        return $"[green]{new string('━', filled)}[/][grey]{new string('━', width - filled)}[/] {share:0%}  "
            + $"[bold]{Words.Count(counts.Done)}[/] of {Words.Rows(counts.Total)}  {Words.Rate(pace.PerSecond)}"
            + (eta is null ? "" : $"  {eta} left");
    }

    private static string Facts(Job job)
    {
        var spend = job.Spend;
        var failed = job.Counts.Failed + job.Counts.Expired;
        return $"{Words.Tokens(spend.Usage.InputTokens)} tokens in, {Words.Tokens(spend.Usage.OutputTokens)} out · [bold]{Words.Cost(spend)}[/] · "
            + $"{Words.Count(spend.Retries)} retries · " + (failed == 0 ? "0 failed" : $"[red]{Words.Count(failed)} failed[/]");
    }

    private static string LaneLine(LaneStanding standing, JobProgress progress)
    {
        var name = progress.Lanes.Count > 1 ? $"{Markup.Escape(Screen.Safe($"{standing.Model}"))}: " : "";
        if (standing.Out is { } reason)
            return $"[yellow]{name}out: {Markup.Escape(Screen.Safe(reason))}[/]";
        return LaneLine(name, standing.Gate, progress.At);
    }

    private static string LaneLine(string name, LaneSnapshot lane, DateTimeOffset now)
    {
        if (lane.Hold is { } hold && hold.Until > now)
            return $"[yellow]{name}waiting {Words.Duration(hold.Until - now)}: {Markup.Escape(Screen.Safe(hold.Reason))}[/]";
        var limits = (lane.Rpm, lane.Tpm) switch
        {
            ({ } rpm, { } tpm) => $" · limits {Words.Count(rpm)} requests, {Words.Tokens(tpm)} tokens a minute",
            ({ } rpm, null) => $" · limit {Words.Count(rpm)} requests a minute",
            (null, { } tpm) => $" · limit {Words.Tokens(tpm)} tokens a minute",
            _ => "",
        };
        return $"[grey]{name}{lane.InFlight} in flight of {lane.Concurrency} at once{limits}[/]";
    }

    private static string? Eta(Job job, Pace pace) =>
        job.Counts.Total > job.Counts.Done && pace.Remaining(job.Counts.Total - job.Counts.Done) is { } left ? Words.Duration(left) : null;
}
