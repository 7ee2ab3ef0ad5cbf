namespace Nightshift.Tests.Clocks;

public sealed class ClockThreadTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Days_of_waiting_take_no_time_and_come_in_their_order()
    {
        var came = new List<string>();
        new ClockThread(_time, untilNext => untilNext).Run(async () =>
        {
            await Task.WhenAll(WaitAsync("later", 48), WaitAsync("sooner", 24));
            return true;
        });
        came.ShouldBe(["sooner at 1.00:00:00", "later at 2.00:00:00"]);

        async Task WaitAsync(string name, int hours)
        {
            await Task.Delay(TimeSpan.FromHours(hours), _time);
            came.Add($"{name} at {_time.Elapsed}");
        }
    }

    [Fact]
    public void What_is_waited_for_on_the_spot_takes_none_of_the_clocks_time()
    {
        var thread = new ClockThread(_time, untilNext => untilNext);
        var found = thread.Run(async () =>
        {
            var alarm = Task.Delay(TimeSpan.FromSeconds(1), _time);
            var answer = await ClockThread.OnTheSpot(() => Task.Run(() =>
            {
                using var never = new ManualResetEventSlim();
                never.Wait(TimeSpan.FromMilliseconds(30));
                return 42;
            }));
            return (answer, alarm.IsCompleted, _time.Elapsed, Environment.CurrentManagedThreadId);
        });
        found.ShouldBe((42, false, TimeSpan.Zero, Environment.CurrentManagedThreadId));
    }

    [Fact]
    public void Work_that_nothing_but_another_thread_can_end_is_waited_for()
    {
        var thread = new ClockThread(_time, untilNext => untilNext);
        thread.Run(() => Task.Run(() => 42)).ShouldBe(42);
        thread.Run(async () => await Task.Run(() => 1) + await Task.Run(() => 2)).ShouldBe(3);
    }

    [Fact]
    public void A_fault_of_the_work_is_thrown()
        => Should.Throw<InvalidOperationException>(() => new ClockThread(_time, untilNext => untilNext).Run<bool>(async () =>
        {
            await Task.Delay(TimeSpan.FromHours(1), _time);
            throw new InvalidOperationException("so it went");
        })).Message.ShouldBe("so it went");
}
