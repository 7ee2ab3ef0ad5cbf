using Nightshift.Model;

namespace Nightshift.Cli.Scheduling;

/// <summary>The times of a schedule as it is stored.</summary>
internal static class ScheduleTimes
{
    /// <summary>Its times.</summary>
    /// <exception cref="UsageException">The machine does not know its zone any more, or this version its cron text.</exception>
    public static Recurrence Of(Schedule schedule) => Recurrence.Parse(schedule.Cron, Recurrence.FindZone(schedule.TimeZone));

    /// <summary>Its times; null when they cannot be read.</summary>
    public static Recurrence? TryOf(Schedule schedule)
    {
        try
        {
            return Of(schedule);
        }
        catch (UsageException)
        {
            return null;
        }
    }
}
