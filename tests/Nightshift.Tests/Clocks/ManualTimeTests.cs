namespace Nightshift.Tests.Clocks;

public sealed class ManualTimeTests
{
    private readonly ManualTime _time = new();
    private readonly List<(string Name, TimeSpan At)> _fired = [];

    [Fact]
    public void Timers_fire_in_the_order_in_which_they_are_due_and_see_their_own_time()
    {
        Timer("late", 30);
        Timer("early", 10);
        Timer("never", 90);
        _time.Advance(TimeSpan.FromSeconds(60));
        _fired.ShouldBe([("early", TimeSpan.FromSeconds(10)), ("late", TimeSpan.FromSeconds(30))]);
        _time.Elapsed.ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_periodic_timer_fires_until_it_is_changed_or_disposed()
    {
        var timer = Timer("tick", 1, 2);
        _time.Advance(TimeSpan.FromSeconds(6));
        _fired.Count.ShouldBe(3);
        timer.Change(TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(9));
        _fired.Count.ShouldBe(3);
        timer.Dispose();
        timer.Change(TimeSpan.Zero, TimeSpan.Zero).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(9));
        _fired.Count.ShouldBe(3);
    }

    [Fact]
    public void A_timer_set_while_moving_fires_in_the_same_move()
    {
        using var first = _time.CreateTimer(_ => Timer("second", 5), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(10));
        _fired.ShouldBe([("second", TimeSpan.FromSeconds(10))]);
    }

    [Fact]
    public async Task Delays_end_when_the_clock_is_moved()
    {
        var delay = Task.Delay(TimeSpan.FromHours(1), _time);
        _time.Advance(TimeSpan.FromMinutes(59));
        delay.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));
        await delay;
    }

    [Fact]
    public void A_step_of_the_wall_clock_moves_nothing_else()
    {
        var (wall, stamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        _time.StepWallClock(TimeSpan.FromHours(-1));
        _time.GetUtcNow().ShouldBe(wall.AddHours(-1));
        _time.GetTimestamp().ShouldBe(stamp);
    }

    private ITimer Timer(string name, int dueSeconds, int periodSeconds = 0) => _time.CreateTimer(
        _ => _fired.Add((name, _time.Elapsed)), null, TimeSpan.FromSeconds(dueSeconds), TimeSpan.FromSeconds(periodSeconds));
}
