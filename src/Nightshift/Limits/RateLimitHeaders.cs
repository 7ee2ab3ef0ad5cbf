using System.Globalization;

namespace Nightshift.Limits;

/// <summary>
/// Reads the limits off a response's headers: OpenAI's names, which most others copied, and Anthropic's. What cannot be read counts
/// as not there.
/// </summary>
/// <remarks>OpenAI rate-limit guide (2026-07) and Anthropic API rate limits (2026-07); both as in the SDKs of that month.</remarks>
internal static class RateLimitHeaders
{
    private static readonly string[] Rfc3339 =
        ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Whether a header of this name may speak of limits: most answers have none, and need not be looked through.</summary>
    public static bool IsOne(string name) =>
        name.StartsWith("x-ratelimit-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("anthropic-ratelimit-", StringComparison.OrdinalIgnoreCase);

    /// <summary>The limits, or null when no header speaks of any.</summary>
    /// <param name="header">The value of the header with a (lower-case) name, or null.</param>
    /// <param name="now">This machine's time, for resets given as an instant by a server that sends no <c>Date</c>.</param>
    public static ServerLimits? Parse(Func<string, string?> header, DateTimeOffset now)
    {
        var requests = OpenAi("requests");
        var tokens = Tighter(OpenAi("tokens"), OpenAi("project-tokens"));
        if (requests.IsEmpty && tokens.IsEmpty)
        {
            requests = Anthropic("requests");
            tokens = Anthropic("tokens");
            if (tokens.IsEmpty)
                tokens = Tighter(Anthropic("input-tokens"), Anthropic("output-tokens"));
        }

        return requests.IsEmpty && tokens.IsEmpty ? null : new ServerLimits(requests, tokens);

        LimitReading OpenAi(string what) => new(
            Count(header($"x-ratelimit-limit-{what}"), least: 1),
            Count(header($"x-ratelimit-remaining-{what}"), least: 0),
            ResetDuration.Parse(header($"x-ratelimit-reset-{what}")));

        LimitReading Anthropic(string what) => new(
            Count(header($"anthropic-ratelimit-{what}-limit"), least: 1),
            Count(header($"anthropic-ratelimit-{what}-remaining"), least: 0),
            Instant(header($"anthropic-ratelimit-{what}-reset"), RetryAfter.ParseHttpDate(header("date")) ?? now));
    }

    // Where two limits are stated for one thing, the smaller binds, but one that is used up binds first.
    private static LimitReading Tighter(LimitReading one, LimitReading other)
    {
        if (one.IsEmpty || other.IsEmpty)
            return one.IsEmpty ? other : one;
        if ((one.Remaining == 0) != (other.Remaining == 0))
            return one.Remaining == 0 ? one : other;
        return (other.Limit ?? long.MaxValue) < (one.Limit ?? long.MaxValue) ? other : one;
    }

    // A proxy writes -1 for "no limit": not a number to keep to.
    private static long? Count(string? text, long least) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out var number) && number >= least && number < 1e15 ? (long)number : null;

    // RFC 3339, as Anthropic documents it (2026-08); anything looser would make an instant of "12" or of a local date.
    private static TimeSpan? Instant(string? text, DateTimeOffset from) =>
        DateTimeOffset.TryParseExact(text, Rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? RetryAfter.Clamp(at - from)
            : null;
}
