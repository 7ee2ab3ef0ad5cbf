using System.Globalization;
using Nightshift.Gathering;

namespace Nightshift.Tests.Gathering;

/// <summary>When a lot is due, as a table.</summary>
public sealed class LotRuleTests
{
    private static readonly DateTimeOffset Opened = Utc("2026-06-10T10:00");

    [Theory]
    // rows, bytes, age, at (UTC) of the rule; requests, bytes of the lot; hours since it was opened; what is decided
    [InlineData(100, null, null, null, 99, 1, 1000.0, "wait")]
    [InlineData(100, null, null, null, 100, 1, 0.0, "Rows")]
    [InlineData(100, null, null, null, 5000, 1, 0.0, "Rows")]
    [InlineData(null, 1000, null, null, 1, 999, 1000.0, "wait")]
    [InlineData(null, 1000, null, null, 1, 1000, 0.0, "Size")]
    [InlineData(100, 1000, null, null, 99, 1000, 0.0, "Size")]
    [InlineData(null, null, 6.0, null, 1, 1, 5.99, "wait 2026-06-10T16:00")]
    [InlineData(null, null, 6.0, null, 1, 1, 6.0, "Age")]
    [InlineData(null, null, 6.0, null, 1, 1, 600.0, "Age")]
    [InlineData(null, null, null, "12:30", 1, 1, 2.4, "wait 2026-06-10T12:30")]
    [InlineData(null, null, null, "12:30", 1, 1, 2.5, "TimeOfDay")]
    [InlineData(null, null, null, "09:00", 1, 1, 0.0, "wait 2026-06-11T09:00")]
    [InlineData(null, null, null, "10:00", 1, 1, 0.0, "wait 2026-06-11T10:00")]
    [InlineData(null, null, null, "09:00", 1, 1, 72.0, "TimeOfDay")]
    [InlineData(100, 1000, 6.0, "12:30", 1, 1, 1.0, "wait 2026-06-10T12:30")]
    [InlineData(100, 1000, 2.0, "12:30", 1, 1, 1.0, "wait 2026-06-10T12:00")]
    [InlineData(100, 1000, 6.0, "12:30", 100, 1, 1.0, "Rows")]
    [InlineData(null, null, null, null, 1000000, 1000000, 1000.0, "wait")]
    [InlineData(1, 1, 0.5, "10:01", 0, 0, 1000.0, "wait")]
    // A clock that went back: what was opened a little ahead waits, what was opened far ahead holds nothing up.
    [InlineData(null, null, 6.0, null, 1, 1, -0.5, "wait 2026-06-10T16:00")]
    [InlineData(null, null, 6.0, null, 1, 1, -2.0, "Age")]
    [InlineData(null, null, null, "12:30", 1, 1, -2.0, "TimeOfDay")]
    [InlineData(100, null, null, null, 1, 1, -2.0, "wait")]
    public void A_lot_is_due_as_soon_as_one_of_its_limits_is_reached(int? rows, int? bytes, double? ageHours, string? at, int requests, int lotBytes, double hours, string decision)
    {
        var rule = new LotRule
        {
            Rows = rows,
            Bytes = bytes,
            Age = ageHours is { } age ? TimeSpan.FromHours(age) : null,
            At = at is null ? null : new DailyTime(TimeOnly.ParseExact(at, "HH:mm", CultureInfo.InvariantCulture), TimeZoneInfo.Utc),
        };
        Said(rule.Decide(new OpenLot(1, requests, lotBytes, Opened), Opened + TimeSpan.FromHours(hours))).ShouldBe(decision);
    }

    [Theory]
    [InlineData("2026-03-28T12:00", "02:30", "2026-03-29T01:00")] // skipped in spring: when the clocks jump
    [InlineData("2026-03-29T00:59", "02:30", "2026-03-29T01:00")]
    [InlineData("2026-03-29T01:00", "02:30", "2026-03-30T00:30")] // and once
    [InlineData("2026-03-28T12:00", "03:00", "2026-03-29T01:00")]
    [InlineData("2026-10-24T12:00", "02:30", "2026-10-25T00:30")] // twice in autumn: the first time
    [InlineData("2026-10-25T00:30", "02:30", "2026-10-26T01:30")]
    [InlineData("2026-10-25T01:00", "02:30", "2026-10-26T01:30")]
    [InlineData("2026-06-10T21:59", "00:00", "2026-06-10T22:00")]
    [InlineData("2026-06-10T22:00", "00:00", "2026-06-11T22:00")]
    public void A_time_of_day_is_that_of_its_place_whatever_its_clocks_do(string after, string time, string next) =>
        new DailyTime(TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).NextAfter(Utc(after)).ShouldBe(Utc(next));

    [Theory]
    [InlineData("Pacific/Apia", "2011-12-29T12:00", "08:00")] // a day that was left out whole
    [InlineData("Australia/Lord_Howe", "2026-04-04T10:00", "01:45")]
    [InlineData("America/St_Johns", "2026-03-07T10:00", "02:15")]
    public void There_is_a_next_time_in_every_zone(string zone, string after, string time)
    {
        var daily = new DailyTime(TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone));
        var at = Utc(after);
        for (var day = 0; day < 5; day++)
        {
            var next = daily.NextAfter(at);
            (next - at).ShouldBeInRange(TimeSpan.FromMinutes(1), TimeSpan.FromHours(49));
            at = next;
        }
    }

    private static string Said(LotDecision decision) => decision switch
    {
        LotDecision.Close(var cause) => cause.ToString(),
        LotDecision.Wait(null) => "wait",
        LotDecision.Wait(var until) => "wait " + until!.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException(),
    };

    private static DateTimeOffset Utc(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
