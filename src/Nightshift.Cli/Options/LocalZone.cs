using Nightshift.Cli.Scheduling;

namespace Nightshift.Cli.Options;

/// <summary>The time zone of this machine, for whoever names none.</summary>
internal static class LocalZone
{
    /// <summary>The zone of this name; of the machine when there is none.</summary>
    /// <exception cref="UsageException">There is no such zone, or the machine does not say what its own is called.</exception>
    public static TimeZoneInfo Or(string? name, TimeProvider time)
    {
        if (name is not null)
            return Recurrence.FindZone(name);
        return TimeZoneInfo.TryFindSystemTimeZoneById(time.LocalTimeZone.Id, out var local)
            ? local
            : throw new UsageException("this machine does not say what its time zone is called: name one with --time-zone");
    }
}
