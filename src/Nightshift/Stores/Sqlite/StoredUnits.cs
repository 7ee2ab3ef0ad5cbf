namespace Nightshift.Stores.Sqlite;

/// <summary>How times and money stand in integer columns.</summary>
internal static class StoredUnits
{
    private const decimal PicodollarsPerDollar = 1e12m;

    public static long ToMilliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static long? ToMilliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    /// <summary>The first millisecond that is not before the time, and not 0: that marks a row that need not wait.</summary>
    public static long ToNotBefore(DateTimeOffset time)
    {
        var down = time.ToUnixTimeMilliseconds();
        return Math.Max(1, DateTimeOffset.FromUnixTimeMilliseconds(down) < time ? down + 1 : down);
    }

    public static DateTimeOffset ToTime(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? ToTime(long? milliseconds) => milliseconds is { } known ? ToTime(known) : null;

    /// <summary>The day of UTC, as <see cref="DateOnly.DayNumber"/>.</summary>
    public static long ToDay(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime).DayNumber;

    /// <summary>Exact down to a millionth of what a token costs at a dollar per million.</summary>
    public static long ToPicodollars(decimal dollars) => (long)decimal.Round(dollars * PicodollarsPerDollar);

    public static long? ToPicodollars(decimal? dollars) => dollars is { } known ? ToPicodollars(known) : null;

    public static decimal? ToDollars(long? picodollars) => picodollars is { } known ? ToDollars(known) : null;

    public static decimal ToDollars(long picodollars) => picodollars / PicodollarsPerDollar;
}
