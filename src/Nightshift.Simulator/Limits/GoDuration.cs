using System.Globalization;

namespace Nightshift.Simulator.Limits;

/// <summary>Durations as Go prints them, and so as OpenAI's reset headers have them: <c>17ms</c>, <c>1.5s</c>, <c>6m0s</c>, <c>1h0m0s</c>.</summary>
internal static class GoDuration
{
    public static string Format(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1))
            return Invariant($"{Math.Ceiling(duration.TotalMilliseconds):0}ms");
        var seconds = Invariant($"{(duration.Ticks % TimeSpan.TicksPerMinute) / (decimal)TimeSpan.TicksPerSecond:0.###}s");
        return duration switch
        {
            { TotalMinutes: < 1 } => seconds,
            { TotalHours: < 1 } => Invariant($"{duration.Minutes}m{seconds}"),
            _ => Invariant($"{(long)duration.TotalHours}h{duration.Minutes}m{seconds}"),
        };
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
