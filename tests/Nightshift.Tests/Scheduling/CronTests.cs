using System.Globalization;
using Nightshift.Cli;
using Nightshift.Cli.Scheduling;

namespace Nightshift.Tests.Scheduling;

/// <summary>Five fields of cron, as Quartz gets them and as it reckons with them.</summary>
public sealed class CronTests(ITestOutputHelper output)
{
    /// <summary>Some fields of each kind; the days of the week 0 and 7 are both Sunday.</summary>
    private static readonly string[][] Fields =
    [
        ["*", "0", "30", "*/7", "5,35", "10-50/20", "0-59", "59"],
        ["*", "2", "*/5", "0,12", "8-18/5", "22-23"],
        ["*", "1", "13", "1,15,31", "10-20", "2-30/9"],
        ["*", "2", "*/3", "jan", "FEB-apr", "1,JUN,12"],
        ["*", "0", "7", "1-5", "sun,WED", "5-7", "0-6/2", "1-7/2", "Mon-FRI", "0-5", "6,7"],
    ];

    [Theory]
    [InlineData("0 2 * * *", "0 0 2 * * ?")]
    [InlineData("*/15 * * * *", "0 */15 * * * ?")]
    [InlineData("0 2 * * 0", "0 0 2 ? * SUN")]
    [InlineData("0 2 * * 7", "0 0 2 ? * SUN")]
    [InlineData("0 2 * * 1", "0 0 2 ? * MON")]
    [InlineData("0 2 * * 6", "0 0 2 ? * SAT")]
    [InlineData("0 2 * * 1-5", "0 0 2 ? * MON-FRI")]
    [InlineData("0 2 13 * 5", "0 0 2 13 * FRI")]
    [InlineData("0 2 1 jan-mar *", "0 0 2 1 JAN-MAR ?")]
    [InlineData("0 2 * * 0-7", "0 0 2 * * ?")]
    [InlineData("@daily", "0 0 0 * * ?")]
    [InlineData("@weekly", "0 0 0 ? * SUN")]
    [InlineData("@Monthly", "0 0 0 1 * ?")]
    [InlineData("  0\t2  * * * ", "0 0 2 * * ?")]
    public void Five_fields_become_the_six_of_Quartz(string cron, string quartz) =>
        Recurrence.Parse(cron, TimeZoneInfo.Utc).Expression.CronExpressionString.ShouldBe(quartz);

    [Theory]
    [InlineData("", "0 of the five fields")]
    [InlineData("0 2 * *", "4 of the five fields")]
    [InlineData("0 0 2 * * ?", "6 of the five fields")]
    [InlineData("60 2 * * *", "between 0 and 59")]
    [InlineData("0 24 * * *", "between 0 and 23")]
    [InlineData("0 2 0 * *", "between 1 and 31")]
    [InlineData("0 2 * 13 *", "between 1 and 12")]
    [InlineData("0 2 * * 8", "0-7")]
    [InlineData("0 2 * * FOO", "FOO")]
    [InlineData("mon 2 * * *", "the minute is 'mon'")]
    [InlineData("0 2 ? * *", "the day of month is '?'")]
    [InlineData("0 2 L * *", "the day of month is 'L'")]
    [InlineData("0 2 * * 5#2", "the day of week is '5#2'")]
    [InlineData("H 2 * * *", "the minute is 'H'")]
    [InlineData("0 2 * * 1,,2", "'1,,2'")]
    [InlineData("5/20 * * * *", "5-59/20")]
    [InlineData("*/0 * * * *", "step of 0")]
    [InlineData("-1 * * * *", "'-1'")]
    [InlineData("0 2 */2 * 1", "write the days out")]
    [InlineData("0 2 1 * */2", "write the days out")]
    [InlineData("0 2 1 * 0-7", "names every day")]
    [InlineData("@reboot", "there is no @reboot")]
    [InlineData("@dayly", "did you mean '@daily'?")]
    public void What_is_no_time_is_refused_with_the_cure(string cron, string cure) =>
        Should.Throw<UsageException>(() => Recurrence.Parse(cron, TimeZoneInfo.Utc)).Message.ShouldContain(cure);

    [Fact]
    public void An_unknown_zone_is_refused_with_the_nearest() =>
        Should.Throw<UsageException>(() => Recurrence.FindZone("Europe/Berln")).Message.ShouldContain("did you mean 'Europe/Berlin'?");

    /// <summary>Against a reading of crontab(5) that knows nothing of Quartz, minute by minute.</summary>
    [Fact]
    public void Random_texts_name_the_minutes_that_cron_does()
    {
        const int Texts = 60;
        var seed = int.Parse(Environment.GetEnvironmentVariable("NIGHTSHIFT_SEED") ?? "4711", CultureInfo.InvariantCulture);
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var text = 0; text < Texts; text++)
        {
            var cron = string.Join(' ', Fields.Select(field => field[random.Next(field.Length)]));
            var times = Recurrence.Parse(cron, TimeZoneInfo.Utc);
            var plain = new PlainCron(cron);
            var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(500_000));
            var expected = Enumerable.Range(1, 60 * 24 * 40).Select(minute => from.AddMinutes(minute)).Where(minute => plain.Names(minute.DateTime)).Take(40).ToList();
            var next = (DateTimeOffset?)from;
            foreach (var time in expected)
                (next = times.NextAfter(next!.Value)).ShouldBe(time, $"seed {seed}: {cron} after {next:O}");
            if (expected.Count > 0)
                times.LastBetween(from, expected[^1].AddSeconds(30)).ShouldBe(expected[^1], $"seed {seed}: {cron}");
        }
    }

    [Fact]
    public void The_last_time_of_every_minute_is_found_a_year_later_without_counting_them() =>
        Recurrence.Parse("* * * * *", TimeZoneInfo.Utc).LastBetween(At("2026-01-01T00:00Z"), At("2027-01-01T00:00:30Z")).ShouldBe(At("2027-01-01T00:00Z"));

    [Fact]
    public void A_time_that_is_not_between_is_not_found()
    {
        var nightly = Recurrence.Parse("0 2 * * *", TimeZoneInfo.Utc);
        nightly.LastBetween(At("2026-07-15T02:00Z"), At("2026-07-16T01:59Z")).ShouldBeNull();
        nightly.LastBetween(At("2026-07-16T02:00Z"), At("2026-07-15T02:00Z")).ShouldBeNull();
        nightly.LastBetween(At("2026-07-15T02:00Z"), At("2026-07-16T02:00Z")).ShouldBe(At("2026-07-16T02:00Z"));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
