using System.Globalization;

namespace Nightshift.Simulator.Dialects.OpenAI;

/// <summary>Completion windows as hours or days: <c>24h</c>, <c>7d</c>.</summary>
internal static class WindowText
{
    public static TimeSpan? Parse(string text) => text is [.. var digits, 'h' or 'd'] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? text[^1] == 'h' ? TimeSpan.FromHours(number) : TimeSpan.FromDays(number)
        : null;

    public static string Range((TimeSpan Least, TimeSpan Most) windows) =>
        windows.Least == windows.Most ? $"'{windows.Least.TotalHours}h'" : $"'{windows.Least.TotalHours}h' to '{windows.Most.TotalHours}h'";
}
