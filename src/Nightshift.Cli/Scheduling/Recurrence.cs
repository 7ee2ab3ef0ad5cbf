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
    private readonly CronExpression _withoutClockChanges;

    private Recurrence(CronExpression expression, bool isEveryHour)
    {
        (Expression, _isEveryHour) = (expression, isEveryHour);
        _withoutClockChanges = expression.WithTimeZone(TimeZoneInfo.Utc);
    }

    /// <summary>As Quartz takes it.</summary>
    public CronExpression Expression { get; }

    private TimeZoneInfo Zone => Expression.TimeZone;

    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">It is not cron, or never comes.</exception>
    public static Recurrence Parse(string cron, TimeZoneInfo zone)
    {
        if (CronText.Fault(cron) is { } fault)
            throw new UsageException($"'{cron}' is no time: {fault}");
        CronExpression expression;
        try
        {
            expression = CronExpression.Parse(cron, CronFormat.Unix);
        }
        catch (FormatException e)
        {
            throw new UsageException($"'{cron}' is no time: {e.Message}");
        }

        // Quartz takes all days of the week for no day of the week, and then the day of the month decides; with crontab(5) it is every day.
        return CronText.HasBothDays(cron) && expression.CronExpressionString.Contains('?')
            ? throw new UsageException($"'{cron}' names every day by its day of week, whatever its day of month: write * for the one that is not meant")
            : new Recurrence(expression.WithTimeZone(zone), CronText.IsEveryHour(cron));
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
        while (next is { } again && IsSpare(again))
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

    /// <summary>Whether Quartz names the instant only because clocks are set: an hour that comes twice; or, of every hour, the one that is not there.</summary>
    private bool IsSpare(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Zone);
        return _isEveryHour
            ? !_withoutClockChanges.IsSatisfiedBy(new DateTimeOffset(local.DateTime, TimeSpan.Zero))
            : Zone.IsAmbiguousTime(local) && local.Offset == Zone.GetAmbiguousTimeOffsets(local).Min();
    }
}
