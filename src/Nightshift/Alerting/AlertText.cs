using System.Globalization;
using System.Text;
using Nightshift.Model;

namespace Nightshift.Alerting;

/// <summary>Names, times and foreign words in the sentences of alerts.</summary>
internal static class AlertText
{
    private const int LongestForeign = 300;

    /// <summary>A name or a sentence from outside: in one line, without characters that steer, and not endless.</summary>
    public static string Foreign(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, LongestForeign));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= LongestForeign)
                return line.Append('…').ToString();
            line.Append(Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => " ",
                UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse => "",
                _ => rune.ToString(),
            });
        }

        return line.ToString().Trim();
    }

    /// <summary><c>Job 7 (tickets.csv)</c>.</summary>
    public static string Name(Job job) => $"Job {job.Id} ({Foreign(job.Name)})";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A moment as part of a subject: to the millisecond, as the store keeps it.</summary>
    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>How long, roughly: in days from two days on.</summary>
    public static string Term(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => $"{(int)time.TotalDays} days",
        { TotalHours: >= 2 } => $"{(int)time.TotalHours} hours",
        _ => $"{Math.Max(1, (int)time.TotalMinutes)} minutes",
    };
}
