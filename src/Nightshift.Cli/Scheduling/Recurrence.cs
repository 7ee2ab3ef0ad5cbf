using Quartz;

namespace Nightshift.Cli.Scheduling;

/// <summary>
/// The instants that a cron text names in a time zone, as Quartz reckons them; with both days given, either will do. A clock time that is
/// skipped in spring is taken at the instant to which the clocks jump. One that comes twice in autumn counts the first time, unless the text names every hour.
/// </summary>
internal sealed class Recurrence
{
    private static readonly TimeSpan FirstWindow = TimeSpan.FromHours(1);
    private const int Wider = 8;

    private readonly bool _isEveryHour;

    private Recurrence(CronExpression expression, bool isEveryHour) => (Expression, _isEveryHour) = (expression, isEveryHour);

    /// <summary>As Quartz takes it.</summary>
    public CronExpression Expression { get; }

    private TimeZoneInfo Zone => Expression.TimeZone;

    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">It is not cron, or never comes.</exception>
    public static Recurrence Parse(string cron, TimeZoneInfo zone)
    {
        if (CronText.Fault(cron) is { } fault)
            throw new UsageException($"'{cron}' is no time: {fault}");
        try
        {
            return new Recurrence(CronExpression.Parse(cron, CronFormat.Unix).WithTimeZone(zone), CronText.IsEveryHour(cron));
        }
        catch (FormatException e)
        {
            throw new UsageException($"'{cron}' is no time: {e.Message}");
        }
    }

    /// <summary>The zone of this name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static TimeZoneInfo FindZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
        ? zone
        : throw new UsageException($"there is no time zone '{name}' here{NearestName.Hint(name, TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id))}; it takes names such as Europe/Berlin or UTC");

    /// <summary>The first instant after this one; null when there is none in a hundred years.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset instant)
    {
        var next = Expression.GetNextValidTimeAfter(instant);
        while (next is { } again && IsSecondTime(again))
            next = Expression.GetNextValidTimeAfter(again);
        return next?.ToUniversalTime();
    }

    /// <summary>The last instant that is after one and not after another; null when there is none.</summary>
    public DateTimeOffset? LastBetween(DateTimeOffset after, DateTimeOffset until)
    {
        // Backwards in growing steps: a year away from a schedule of every minute is half a million instants.
        for (var window = FirstWindow; after < until; window *= Wider)
        {
            var from = until - after > window ? until - window : after;
            DateTimeOffset? last = null;
            for (var next = NextAfter(from); next <= until; next = NextAfter(next.Value))
                last = next;
            if (last is not null || from == after)
                return last;
        }

        return null;
    }

    private bool IsSecondTime(DateTimeOffset instant)
    {
        if (_isEveryHour)
            return false;
        var local = TimeZoneInfo.ConvertTime(instant, Zone);
        return Zone.IsAmbiguousTime(local) && local.Offset == Zone.GetAmbiguousTimeOffsets(local).Min();
    }
}
