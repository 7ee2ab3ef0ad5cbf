namespace Nightshift.Gathering;

/// <summary>A time of day on the clocks of a place.</summary>
/// <param name="Time">As a clock there shows it.</param>
/// <param name="Zone">Where.</param>
public sealed record DailyTime(TimeOnly Time, TimeZoneInfo Zone)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The first instant after this one at which it is that time. A time that the clocks skip in spring is the instant at which they jump; one
    /// that comes twice in autumn counts the first time.
    /// </summary>
    public DateTimeOffset NextAfter(DateTimeOffset instant)
    {
        // From the day before: a zone's day may have begun when the one that is asked about has not.
        for (var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime).AddDays(-1); ; day = day.AddDays(1))
        {
            if (InstantOf(day.ToDateTime(Time)) is var next && next > instant)
                return next;
        }
    }

    private DateTimeOffset InstantOf(DateTime local)
    {
        if (Zone.IsAmbiguousTime(local))
            return new DateTimeOffset(local, Zone.GetAmbiguousTimeOffsets(local).Max()).ToUniversalTime();
        if (!Zone.IsInvalidTime(local))
            return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
        var before = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0);
        while (Zone.IsInvalidTime(before))
            before -= Minute;
        return new DateTimeOffset(before, Zone.GetUtcOffset(before)).ToUniversalTime() + Minute;
    }
}
