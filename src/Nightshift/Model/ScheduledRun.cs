namespace Nightshift.Model;

/// <summary>Which run: of each schedule there is one for a planned time at the most, for ever.</summary>
/// <param name="Schedule">Whose.</param>
/// <param name="PlannedAt">The time that the schedule names, to the millisecond; of a run by hand, that at which it was asked for.</param>
public readonly record struct ScheduledRunId(ScheduleId Schedule, DateTimeOffset PlannedAt);

/// <summary>A planned time of a schedule that somebody has claimed, and what came of it.</summary>
public sealed record ScheduledRun
{
    /// <summary>Which one.</summary>
    public required ScheduledRunId Id { get; init; }

    /// <summary>Whether somebody asked for it; otherwise its time had come.</summary>
    public bool IsByHand { get; init; }

    /// <summary>When it was claimed, which is when it began.</summary>
    public required DateTimeOffset ClaimedAt { get; init; }

    /// <summary>Where it is.</summary>
    public required ScheduledRunState State { get; init; }

    /// <summary>The job that it is carried out as; null before its input has been taken in, and when that failed.</summary>
    public JobId? Job { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What its command said in the end.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The sentence about an end that is not its job's.</summary>
    public string? Reason { get; init; }

    /// <summary>Rows of its job when it ended.</summary>
    public long? Rows { get; init; }

    /// <summary>Those of them that had failed or expired.</summary>
    public long? Failed { get; init; }

    /// <summary>US dollars that the job spent in this run; an earlier run's part of the same job is not in it.</summary>
    public decimal? CostUsd { get; init; }
}

/// <summary>Where a scheduled run is. Only an open one changes.</summary>
public enum ScheduledRunState
{
    /// <summary>Claimed, and not ended. A schedule has one such run at the most.</summary>
    Open = 0,

    /// <summary>Ended, with an exit code.</summary>
    Ended = 1,

    /// <summary>Left out: the run before it had not ended.</summary>
    Overlapped = 2,

    /// <summary>Left out: nobody was there at its time, and its schedule skips what is missed.</summary>
    Missed = 3,
}
