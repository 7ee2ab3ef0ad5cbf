using System.Globalization;
using Nightshift.Cli.Scheduling;
using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Stores.InMemory;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Scheduling;

/// <summary>What is done about a schedule at a moment, and what comes of that over months of clocks that jump and processes that die.</summary>
public sealed class FiringTests
{
    [Theory]
    [InlineData("2026-07-15T02:00Z", "2026-07-16T01:59:58Z", "none", "none")]
    [InlineData("2026-07-15T02:00Z", "2026-07-16T01:59:59.5Z", "begin 2026-07-16", "begin 2026-07-16")] // a timer that is early
    [InlineData("2026-07-15T02:00Z", "2026-07-16T02:00Z", "begin 2026-07-16", "begin 2026-07-16")]
    [InlineData("2026-07-15T02:00Z", "2026-07-16T02:15Z", "begin 2026-07-16", "begin 2026-07-16")]
    [InlineData("2026-07-15T02:00Z", "2026-07-16T02:16Z", "begin 2026-07-16", "leave 2026-07-16")]
    [InlineData("2026-07-15T02:00Z", "2026-07-20T12:00Z", "begin 2026-07-20", "leave 2026-07-20")] // five nights: one run
    [InlineData("2026-07-15T02:00Z", "2026-07-20T02:01Z", "begin 2026-07-20", "begin 2026-07-20")]
    [InlineData("2026-07-16T02:00Z", "2026-07-16T02:01Z", "none", "none")]
    [InlineData("2026-07-16T02:00Z", "2026-07-15T12:00Z", "none", "none")] // the clock went back
    [InlineData("2026-07-16T03:00Z", "2026-07-16T12:00Z", "none", "none")] // added after its time
    public void Missed_times_are_made_up_for_once_or_left_out(string since, string now, string run, string skip)
    {
        Decide(MissedPolicy.Run).ShouldBe(run);
        Decide(MissedPolicy.Skip).ShouldBe(skip);

        string Decide(MissedPolicy missed) => Firing.Of(Recurrence.Parse("0 2 * * *", TimeZoneInfo.Utc), missed, At(since), At(now)) switch
        {
            Firing.Begin(var planned) => $"begin {planned:yyyy-MM-dd}",
            Firing.Leave(var planned) => $"leave {planned:yyyy-MM-dd}",
            _ => "none",
        };
    }

    [Fact]
    public void What_was_claimed_under_a_clock_that_was_years_ahead_holds_nothing_up()
    {
        var schedule = Schedule(At("2026-07-10T00:00Z"));
        var now = At("2026-07-16T02:00Z");
        Firing.Since(schedule, [], now).ShouldBe(schedule.CreatedAt);
        Firing.Since(schedule, [Run("2026-07-15T02:00Z"), Run("2040-01-01T02:00Z")], now).ShouldBe(At("2026-07-15T02:00Z"));
        Firing.Since(schedule, [Run("2026-07-17T02:00Z")], now).ShouldBe(At("2026-07-17T02:00Z"), "a day ahead is a clock that was put back");
        Firing.Since(schedule, [Run("2026-07-15T14:00Z") with { IsByHand = true }], now).ShouldBe(schedule.CreatedAt, "a run by hand stands for no planned one");
        Firing.Since(Schedule(At("2040-01-01T00:00Z")), [], now).ShouldBe(now - Firing.Grace);
    }

    [Theory]
    [InlineData("Europe/Berlin", "30 2 * * *", 1)]
    [InlineData("America/New_York", "30 2 * * *", 2)]
    [InlineData("Australia/Lord_Howe", "45 1 * * *", 3)]
    [InlineData("UTC", "0 2 * * *", 4)]
    [InlineData("Asia/Kolkata", "0 */6 * * *", 5)]
    public async Task Over_a_year_of_restarts_and_jumping_clocks_nothing_fires_twice_and_nothing_is_forgotten(string zone, string cron, int seed)
    {
        var (random, time) = (new Random(seed), new ManualTime(At("2026-01-01T12:00Z")));
        var times = Recurrence.Parse(cron, Recurrence.FindZone(zone));
        await using var store = new InMemoryStore(time);
        var schedule = await store.AddScheduleAsync(new NewSchedule("s", cron, zone, MissedPolicy.Run, ["run"], "/"));
        var begun = new List<DateTimeOffset>();
        var highest = time.GetUtcNow();
        while (time.Elapsed < TimeSpan.FromDays(365))
        {
            // Minutes while somebody is there, days when nobody is, and now and then a clock that is set a day wrong and put right.
            time.Advance(random.Next(20) == 0 ? TimeSpan.FromHours(random.Next(1, 100)) : TimeSpan.FromMinutes(random.Next(1, 120)));
            if (random.Next(50) == 0)
                await JumpAsync(random.Next(2) == 0 ? 1 : -1);
            await LookAsync();
        }

        begun.Distinct().Count().ShouldBe(begun.Count, $"seed {seed}: fired twice");
        begun.Order().SequenceEqual(begun).ShouldBeTrue($"seed {seed}: fired backwards");
        begun.ShouldAllBe(planned => times.NextAfter(planned.AddSeconds(-1)) == planned);

        async Task JumpAsync(int days)
        {
            time.StepWallClock(TimeSpan.FromDays(days));
            await LookAsync();
            time.StepWallClock(TimeSpan.FromDays(-days));
        }

        async Task LookAsync()
        {
            var now = time.GetUtcNow();
            var firing = Firing.Of(times, schedule.Missed, Firing.Since(schedule, await store.ListRunsAsync(schedule.Id), now), now);
            if (firing is Firing.Begin(var planned) && await store.ClaimRunAsync(new(schedule.Id, planned), RunClaim.Due) is { State: ScheduledRunState.Open } run)
            {
                begun.Add(run.Id.PlannedAt);
                await store.EndRunAsync(run.Id, 0);
            }

            // Whatever time has passed on the clock by now has been run, or a later one in its place.
            highest = now > highest ? now : highest;
            if (times.LastBetween(schedule.CreatedAt, highest) is { } due)
                begun[^1].ShouldBeGreaterThanOrEqualTo(due, $"seed {seed}: forgotten at {now:O}");
        }
    }

    private static Schedule Schedule(DateTimeOffset created) => new()
    {
        Id = new(1), Name = "s", Cron = "0 2 * * *", TimeZone = "UTC", Missed = MissedPolicy.Run, Arguments = [], Folder = "/", CreatedAt = created,
    };

    private static ScheduledRun Run(string planned) => new() { Id = new(new(1), At(planned)), ClaimedAt = At(planned), State = ScheduledRunState.Ended };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
