using Nightshift.Cli.Scheduling;
using Nightshift.Model;

namespace Nightshift.Tests.Scheduling;

/// <summary>Quartz itself: that it wakes whoever waits.</summary>
public sealed class QuartzClockTests
{
    [Fact]
    public async Task It_follows_what_there_is_and_says_when_that_changes()
    {
        await using var clock = await QuartzClock.StartAsync(TimeProvider.System);
        (await clock.FollowAsync([])).ShouldBeFalse();
        (await clock.FollowAsync([Schedule(1, "0 2 29 2 *")])).ShouldBeTrue();
        (await clock.FollowAsync([Schedule(1, "0 2 29 2 *")])).ShouldBeFalse();
        (await clock.FollowAsync([Schedule(2, "0 2 29 2 *"), Schedule(3, "no time at all")])).ShouldBeTrue("one that cannot be read keeps no other");
        (await clock.FollowAsync([])).ShouldBeTrue();
        clock.TakeFired().ShouldBeFalse();
    }

    [Fact]
    public async Task A_time_that_comes_wakes_whoever_waits_and_is_taken_once()
    {
        await using var clock = await QuartzClock.StartAsync(new ShortlyBeforeTheMinute());
        await clock.FollowAsync([Schedule(1, "* * * * *")]);
        await clock.Fired.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        clock.TakeFired().ShouldBeTrue();
        clock.TakeFired().ShouldBeFalse();
        clock.Fired.IsCompleted.ShouldBeFalse();
    }

    private static Schedule Schedule(long id, string cron) => new()
    {
        Id = new(id), Name = $"s{id}", Cron = cron, TimeZone = "UTC", Missed = MissedPolicy.Run, Arguments = [], Folder = "/", CreatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>The system's clock, put so that a minute begins in a second and a half.</summary>
    private sealed class ShortlyBeforeTheMinute : TimeProvider
    {
        private readonly TimeSpan _offset = TimeSpan.FromSeconds(58.5) - TimeSpan.FromTicks(System.GetUtcNow().Ticks % TimeSpan.TicksPerMinute);

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _offset;
    }
}
