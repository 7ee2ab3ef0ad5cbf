using Nightshift.Simulator.Http;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Simulator.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Http;

public sealed class LatencyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task An_answer_takes_the_latency()
    {
        var time = new WatchedTime();
        await using var server = await SimulatorServer.StartAsync(new() { Latency = Second }, time);
        var call = server.Ask("x");
        (await time.NextWait()).ShouldBe(Second);
        call.IsCompleted.ShouldBeFalse();
        time.Advance(Second);
        (await call).Headers["openai-processing-ms"].ShouldBe("1000");
    }

    [Fact]
    public void A_uniform_latency_stays_in_its_spread_and_fills_it()
    {
        var options = new SimulatorOptions { Latency = Second, LatencyDistribution = LatencyDistribution.Uniform, LatencySpread = 0.5 };
        var seconds = Draw(options);
        seconds.Min().ShouldBeInRange(0.5, 0.51);
        seconds.Max().ShouldBeInRange(1.49, 1.5);
    }

    [Fact]
    public void A_log_normal_latency_has_its_median_and_a_long_tail()
    {
        var options = new SimulatorOptions { Latency = Second, LatencyDistribution = LatencyDistribution.LogNormal, LatencySpread = 0.5 };
        var seconds = Draw(options).Order().ToArray();
        seconds[seconds.Length / 2].ShouldBeInRange(0.97, 1.03);
        Math.Log(seconds[(int)(seconds.Length * 0.99)]).ShouldBeInRange(0.5 * 2.2, 0.5 * 2.45, "the 99th percentile lies 2.33 sigma above the median");
    }

    [Fact]
    public void Above_the_knee_it_slows_down_in_proportion()
    {
        var options = new SimulatorOptions { Latency = Second };
        LatencyModel.Of(options, 1, inFlight: 4, knee: 4).ShouldBe(Second);
        LatencyModel.Of(options, 1, inFlight: 10, knee: 4).ShouldBe(2.5 * Second);
    }

    [Fact]
    public async Task A_knee_that_moves_slows_down_from_then_on()
    {
        var time = new WatchedTime();
        await using var server = await SimulatorServer.StartAsync(new() { Latency = Second, Knee = 2, LimitChanges = [new(At: Second, Knee: 1)] }, time);
        (await Waits()).ShouldBe([Second, Second]);
        (await Waits()).ShouldBe([Second, 2 * Second]);

        async Task<TimeSpan[]> Waits()
        {
            var one = server.Ask("x");
            var first = await time.NextWait();
            var other = server.Ask("y");
            var second = await time.NextWait();
            time.Advance(2 * Second);
            await Task.WhenAll(one, other);
            return [first, second];
        }
    }

    private static double[] Draw(SimulatorOptions options) =>
        [.. Enumerable.Range(0, 20_000).Select(i => LatencyModel.Of(options, (ulong)i, 1, knee: null).TotalSeconds)];
}
