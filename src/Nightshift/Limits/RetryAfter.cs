using System.Globalization;

namespace Nightshift.Limits;

/// <summary>Reads how long a server asks to wait.</summary>
internal static class RetryAfter
{
    private static readonly string[] HttpDates = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    /// <summary>The longest wait that is believed; what is longer is cut to this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>
    /// The wait, from zero to <see cref="Longest"/>; null when no header can be read. Milliseconds first, as the providers' SDKs do;
    /// a date is taken relative to the server's own <c>Date</c>, because this machine's clock may be wrong.
    /// </summary>
    /// <param name="retryAfterMs">The header <c>retry-after-ms</c>: milliseconds.</param>
    /// <param name="retryAfter">The header <c>retry-after</c>: seconds, fractions allowed, or an HTTP date.</param>
    /// <param name="date">The header <c>date</c>.</param>
    /// <param name="now">This machine's time, for a date from a server that sends no <c>Date</c>.</param>
    public static TimeSpan? Parse(string? retryAfterMs, string? retryAfter, string? date, DateTimeOffset now)
    {
        if (Number(retryAfterMs) is { } milliseconds)
            return Clamp(milliseconds / 1000);
        if (Number(retryAfter) is { } seconds)
            return Clamp(seconds);
        return ParseHttpDate(retryAfter) is { } until ? Clamp(until - (ParseHttpDate(date) ?? now)) : null;
    }

    /// <summary>An HTTP date in any of the three forms of RFC 9110 §5.6.7, or null.</summary>
    public static DateTimeOffset? ParseHttpDate(string? text) =>
        DateTimeOffset.TryParseExact(text, HttpDates, CultureInfo.InvariantCulture,
            DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    /// <summary>A wait within what is believed.</summary>
    public static TimeSpan Clamp(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;

    /// <summary>A wait in seconds within what is believed.</summary>
    public static TimeSpan Clamp(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds));

    // "NaN" and "Infinity" would be parsed under any style; a number here begins with a sign, a digit or a point.
    private static double? Number(string? text) =>
        text.AsSpan().TrimStart() is [(>= '0' and <= '9') or '-' or '+' or '.', ..]
        && double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
        && !double.IsNaN(number)
            ? number
            : null;
}
