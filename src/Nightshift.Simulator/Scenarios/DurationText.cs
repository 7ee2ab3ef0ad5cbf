using System.Globalization;

namespace Nightshift.Simulator.Scenarios;

/// <summary>Durations as people write them: <c>200ms</c>, <c>1.5s</c>, <c>2m</c>, <c>6h</c>, or a bare number of seconds.</summary>
internal static class DurationText
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    /// <summary>Reads one.</summary>
    /// <exception cref="ScenarioException">The text is no duration.</exception>
    public static TimeSpan Parse(string text)
    {
        var unit = Array.Find(Units, u => text.EndsWith(u.Unit, StringComparison.Ordinal));
        var digits = unit.Unit is null ? text : text[..^unit.Unit.Length];
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1e9
            ? TimeSpan.FromSeconds(number * (unit.Unit is null ? 1 : unit.Seconds))
            : throw new ScenarioException($"'{text}' is no duration; write 200ms, 1.5s, 2m, 6h or a number of seconds");
    }
}
