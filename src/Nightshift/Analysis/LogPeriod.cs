namespace Nightshift.Analysis;

/// <summary>The time that logs cover, and how it is carried over to a month.</summary>
/// <param name="From">The first request.</param>
/// <param name="To">The end of the last.</param>
public sealed record LogPeriod(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Days of a month.</summary>
    public const int Month = 30;

    /// <summary>Logs of fewer days, which miss a part of the week, say little about a month.</summary>
    public const int ShortDays = 6;

    /// <summary>Its length; what is less than a day is taken for one, since nobody knows what the rest of the day brings.</summary>
    public decimal Days => Math.Max(1, (decimal)(To - From).Ticks / TimeSpan.TicksPerDay);

    /// <summary>By what sums of the log are multiplied for a month.</summary>
    public decimal Factor => Month / Days;

    /// <summary>Whether the month is a bold guess.</summary>
    public bool IsShort => Days < ShortDays;
}
