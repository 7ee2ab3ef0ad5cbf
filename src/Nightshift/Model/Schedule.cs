using System.Globalization;

namespace Nightshift.Model;

/// <summary>A schedule's number in its store. A name may be used again; a number never is.</summary>
/// <param name="Value">1 and up.</param>
public readonly record struct ScheduleId(long Value)
{
    /// <summary>The number alone.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A command that is to be run at set times.</summary>
public sealed record Schedule
{
    /// <summary>Its number.</summary>
    public required ScheduleId Id { get; init; }

    /// <summary>What people call it; no other schedule of the store has it.</summary>
    public required string Name { get; init; }

    /// <summary>When: five fields of cron, as typed.</summary>
    public required string Cron { get; init; }

    /// <summary>Whose clock the times are read from: an IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>What becomes of a time at which nobody was there.</summary>
    public required MissedPolicy Missed { get; init; }

    /// <summary>The command, word by word as typed.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The folder that relative paths of the command are meant from.</summary>
    public required string Folder { get; init; }

    /// <summary>When it was added; times before are no runs that were missed.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A schedule that is to be added; its members mean what those of <see cref="Schedule"/> do.</summary>
public sealed record NewSchedule(string Name, string Cron, string TimeZone, MissedPolicy Missed, IReadOnlyList<string> Arguments, string Folder);

/// <summary>What becomes of a planned time at which nobody was there.</summary>
public enum MissedPolicy
{
    /// <summary>Run once, as soon as somebody is there again, however many times have passed.</summary>
    Run,

    /// <summary>Leave it out.</summary>
    Skip,
}
