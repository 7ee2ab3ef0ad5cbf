using System.Globalization;
using Nightshift.Cli.Scheduling;

namespace Nightshift.Tests.Scheduling;

/// <summary>Days on which clocks are set forward or back.</summary>
public sealed class ClockChangeTests
{
    public static TheoryData<string, string> Nights => new(
        from zone in new[] { "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Chatham", "America/Santiago", "UTC" }
        from cron in new[] { "30 2 * * *", "0 0 * * *", "30 0 * * *", "45 1 * * *", "0 3 * * *", "59 23 * * *", "15 2-2 * * *" }
        select (zone, cron));

    [Theory]
    [MemberData(nameof(Nights))]
    public void A_nightly_run_comes_once_on_every_day_of_three_years(string zone, string cron)
    {
        var clock = Recurrence.FindZone(zone);
        var times = Recurrence.Parse(cron, clock);
        // 2018 had clock changes in zones that have given them up.
        var seen = times.NextAfter(At("2017-12-31T12:00Z")).ShouldNotBeNull();
        while (seen < At("2021-01-02T00:00Z"))
        {
            var next = times.NextAfter(seen).ShouldNotBeNull();
            TimeZoneInfo.ConvertTime(next, clock).Date.ShouldBe(TimeZoneInfo.ConvertTime(seen, clock).Date.AddDays(1), $"{cron} in {zone} after {seen:O}");
            seen = next;
        }
    }

    [Theory]
    [InlineData("30 2 * * *", "2026-03-29T00:00Z", "2026-03-29T01:00Z 2026-03-30T00:30Z")] // 02:30 is skipped: the clocks go from 02:00 to 03:00, and then it runs
    [InlineData("0,30 2 * * *", "2026-03-29T00:00Z", "2026-03-29T01:00Z 2026-03-30T00:00Z")] // two that are skipped are one
    [InlineData("0 1-4 * * *", "2026-03-29T00:30Z", "2026-03-29T01:00Z 2026-03-29T02:00Z 2026-03-29T23:00Z")]
    [InlineData("30 * * * *", "2026-03-29T00:00Z", "2026-03-29T00:30Z 2026-03-29T01:30Z 2026-03-29T02:30Z")] // every hour stays every hour
    [InlineData("30 2 * * *", "2026-10-24T12:00Z", "2026-10-25T00:30Z 2026-10-26T01:30Z")] // 02:30 comes twice: the first counts
    [InlineData("*/30 2 * * *", "2026-10-24T12:00Z", "2026-10-25T00:00Z 2026-10-25T00:30Z 2026-10-26T01:00Z")]
    [InlineData("0 1-3 * * *", "2026-10-24T22:30Z", "2026-10-24T23:00Z 2026-10-25T00:00Z 2026-10-25T02:00Z 2026-10-26T00:00Z")]
    [InlineData("0 */2 * * *", "2026-10-24T21:30Z", "2026-10-24T22:00Z 2026-10-25T00:00Z 2026-10-25T03:00Z")]
    [InlineData("0 * * * *", "2026-10-24T23:30Z", "2026-10-25T00:00Z 2026-10-25T01:00Z 2026-10-25T02:00Z")] // but every hour has both
    [InlineData("@hourly", "2026-10-24T23:30Z", "2026-10-25T00:00Z 2026-10-25T01:00Z 2026-10-25T02:00Z")]
    public void Berlin_in_spring_and_autumn(string cron, string from, string expected)
    {
        var times = Recurrence.Parse(cron, Recurrence.FindZone("Europe/Berlin"));
        var seen = At(from);
        foreach (var time in expected.Split(' '))
            (seen = times.NextAfter(seen)!.Value).ShouldBe(At(time), cron);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
