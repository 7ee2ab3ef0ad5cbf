using System.Text.RegularExpressions;

namespace Nightshift.Cli.Scheduling;

/// <summary>
/// Five fields of cron, as crontab(5) has them: what they may hold, before Quartz reads them. What crons differ in is refused, with the way to say it plainly.
/// </summary>
internal static partial class CronText
{
    private static readonly string[] Fields = ["minute", "hour", "day of month", "month", "day of week"];
    private static readonly string[] Words = ["@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"];

    /// <summary>What is wrong with the text, as a sentence with its cure; null when it can be read.</summary>
    public static string? Fault(string text)
    {
        var fields = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields is [['@', ..] word])
            return Words.Contains(word, StringComparer.OrdinalIgnoreCase) ? null : $"there is no {word}{NearestName.Hint(word, Words)} (there are: {string.Join(", ", Words)})";
        if (fields.Length != Fields.Length)
            return $"it has {fields.Length} of the five fields minute, hour, day of month, month, day of week, as in \"0 2 * * *\" (every night at 02:00); put them in quotes";
        for (var field = 0; field < Fields.Length; field++)
        {
            if (Of(field).IsMatch(fields[field]))
                continue;
            return OpenStep().IsMatch(fields[field])
                ? $"the {Fields[field]} '{fields[field]}' has a step without a range: write where it ends, as in 5-59/20"
                : $"the {Fields[field]} is '{fields[field]}': it takes *, numbers, ranges (1-5), lists (1,15) and steps (*/10)";
        }

        return IsStepped(fields[2]) && fields[4] != "*" || IsStepped(fields[4]) && fields[2] != "*"
            ? "a step over all days (*/2) beside the other day field means one thing to some crons and another to others: write the days out, as in 1,11,21,31"
            : null;
    }

    /// <summary>Whether it names every hour: then it goes on from hour to hour whatever the clocks are set to.</summary>
    public static bool IsEveryHour(string text) =>
        text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [_, "*", ..] || text.Trim().Equals("@hourly", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it has a day of month and a day of week.</summary>
    public static bool HasBothDays(string text) => text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [_, _, not "*", _, not "*"];

    private static bool IsStepped(string field) => field.StartsWith("*/", StringComparison.Ordinal);

    private static Regex Of(int field) => field >= 3 ? NumbersAndNames() : Numbers();

    [GeneratedRegex(@"^(\*(/\d{1,2})?|\d{1,2}(-\d{1,2}(/\d{1,2})?)?)(,(\*(/\d{1,2})?|\d{1,2}(-\d{1,2}(/\d{1,2})?)?))*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"^(\*(/\d{1,2})?|(\d{1,2}|[A-Za-z]{3})(-(\d{1,2}|[A-Za-z]{3})(/\d{1,2})?)?)(,(\*(/\d{1,2})?|(\d{1,2}|[A-Za-z]{3})(-(\d{1,2}|[A-Za-z]{3})(/\d{1,2})?)?))*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumbersAndNames();

    [GeneratedRegex(@"^\w+/\d+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OpenStep();
}
