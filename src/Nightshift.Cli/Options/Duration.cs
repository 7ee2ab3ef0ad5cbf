using System.Globalization;

namespace Nightshift.Cli.Options;

/// <summary>Durations as people type them: 20ms, 2s, 10m, 6h, 1d.</summary>
internal static class Duration
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public static TimeSpan Parse(string option, string text)
    {
        foreach (var (unit, seconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * seconds <= Longest.TotalSeconds)
                return TimeSpan.FromSeconds(number * seconds);
        }

        throw new UsageException($"{option} takes a duration such as 20ms, 2s, 10m or 6h, of {Longest.TotalDays} days at the most, not '{text}'");
    }
}
