using System.Globalization;
using Nightshift.Cli.Options;
using Nightshift.Cli.Scheduling;
using Nightshift.Model;

namespace Nightshift.Cli.Display;

/// <summary>Schedules as people read them: a few lines each, which no terminal is too narrow for.</summary>
internal static class ScheduleText
{
    /// <summary>The lines of a schedule: when, what, the next run, and the last ones.</summary>
    public static IEnumerable<string> Lines(Schedule schedule, IReadOnlyList<ScheduledRun> runs, DateTimeOffset now)
    {
        yield return $"{schedule.Name}   {schedule.Cron}   {schedule.TimeZone}{(schedule.Missed == MissedPolicy.Skip ? "   missed runs are left out" : "")}";
        yield return $"  runs  {RunLine.Quote(schedule.Arguments)}";
        yield return $"  in    {schedule.Folder}";
        yield return $"  next  {Next(schedule, now)}";
        if (runs.Count == 0)
            yield return "  last  none yet";
        for (var run = 0; run < runs.Count; run++)
            yield return $"  {(run == 0 ? "last" : "    ")}  {Time(runs[run].Id.PlannedAt, schedule)}  {What(runs[run])}";
    }

    /// <summary>A time on the schedule's own clock.</summary>
    public static string Time(DateTimeOffset time, Schedule schedule) =>
        (TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out var zone) ? TimeZoneInfo.ConvertTime(time, zone) : time.ToUniversalTime())
        .ToString("ddd yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>An exit code in words.</summary>
    public static string Outcome(ScheduledRun run) => run.State switch
    {
        ScheduledRunState.Open => run.Job is null ? "to be taken in" : "under way",
        ScheduledRunState.Overlapped => "left out: the run before had not ended",
        ScheduledRunState.Missed => "left out: missed",
        ScheduledRunState.Ended => run.ExitCode switch
        {
            ExitCode.Success => "succeeded",
            ExitCode.SomeFailed => "some rows failed",
            ExitCode.BadInput => "refused",
            ExitCode.Unreachable => "provider not reached",
            ExitCode.BudgetReached => "budget used up",
            ExitCode.Unfinished => "not finished",
            _ => $"failed ({run.ExitCode})",
        },
        _ => throw new ArgumentOutOfRangeException(nameof(run), run.State, "not a state"),
    };

    private static string Next(Schedule schedule, DateTimeOffset now) => ScheduleTimes.TryOf(schedule) switch
    {
        null => "never: this machine cannot read its time or its zone; `nightshift doctor` says more",
        var times => times.NextAfter(now) is { } next ? Time(next, schedule) : "never",
    };

    /// <summary>What came of a run: in words, with rows and cost, its job, and why.</summary>
    public static string What(ScheduledRun run)
    {
        var parts = new List<string> { Outcome(run) + (run.IsByHand ? ", by hand" : "") };
        if (run is { Rows: { } rows, CostUsd: { } cost })
            parts.Add($"{Words.Rows(rows)}{(run.Failed > 0 ? $" ({Words.Count(run.Failed.Value)} failed)" : "")}, {Words.Money(cost)}");
        if (run.Job is { } job)
            parts.Add($"job {job}");
        if (run is { ExitCode: not ExitCode.Success, Reason: { Length: > 0 } reason })
            parts.Add(reason);
        return string.Join("; ", parts);
    }
}
