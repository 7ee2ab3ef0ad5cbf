using System.Globalization;

namespace Nightshift.Tests.Scheduling;

/// <summary>Cron as crontab(5) describes it, written down a second time: whether a minute is named.</summary>
internal sealed class PlainCron(string text)
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private readonly string[] _fields = text.Split(' ');

    public bool Names(DateTime local)
    {
        var day = Has(_fields[2], local.Day, 1, 31);
        var weekday = Has(_fields[4], (int)local.DayOfWeek, 0, 7, Days) || (local.DayOfWeek == DayOfWeek.Sunday && Has(_fields[4], 7, 0, 7, Days));
        var isDay = _fields[2] != "*" && _fields[4] != "*" ? day || weekday : day && weekday;
        return isDay && Has(_fields[0], local.Minute, 0, 59) && Has(_fields[1], local.Hour, 0, 23) && Has(_fields[3], local.Month, 1, 12, Months);
    }

    private static bool Has(string field, int value, int least, int most, string[]? names = null) => field.Split(',').Any(part =>
    {
        var step = part.Split('/');
        var range = step[0] == "*" ? [least, most] : step[0].Split('-').Select(end => Number(end, least, names)).ToArray();
        return value >= range[0] && value <= range[^1] && (value - range[0]) % (step.Length > 1 ? int.Parse(step[1], CultureInfo.InvariantCulture) : 1) == 0;
    });

    private static int Number(string word, int least, string[]? names) =>
        names is not null && Array.IndexOf(names, word.ToLowerInvariant()) is >= 0 and var place ? place + least : int.Parse(word, CultureInfo.InvariantCulture);
}
