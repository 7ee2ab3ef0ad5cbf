using Nightshift.Simulator;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Engine;

/// <summary>
/// A server with a knee that nobody told the engine about, over real HTTP. <c>--full</c> measures fixed concurrencies around the knee and
/// holds the engine's own finding against the best of them; seconds of a normal run show only that it stays near the knee.
/// </summary>
[Collection(nameof(Alone))]
public sealed class KneeOverHttpTests(ITestOutputHelper output)
{
    private static readonly double[] Factors = [0.5, 0.75, 1, 1.25, 1.5, 2, 4];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_concurrency_stays_near_the_knee()
    {
        var length = TimeSpan.FromSeconds(6);
        var run = await KneeBench.RunAsync(Server(32, 40), length);
        var level = run.Concurrency(length / 2, length);
        output.WriteLine($"knee 32: {level:F1} calls may be in flight");
        level.ShouldBeInRange(17, 128, "it begins at 16 and may go to 256");
    }

    [Theory]
    [InlineData(8, 100)]
    [InlineData(32, 200)]
    [InlineData(100, 300)]
    public async Task A_hidden_knee_costs_at_most_15_percent_against_the_best_fixed_concurrency(int knee, int milliseconds)
    {
        Assert.SkipUnless(HowMany.All, "takes minutes of real time; NIGHTSHIFT_TEST_FULL=1 runs it");
        var best = await BestAsync(knee, milliseconds);
        var found = await KneeBench.RunAsync(Server(knee, milliseconds), Length);
        var whole = found.Throughput(TimeSpan.Zero, Length);
        var later = found.Throughput(Length / 2, Length);
        output.WriteLine($"knee {knee}, its own finding: {whole:F1}/s of {best:F1}/s ({whole / best:P1}) over {Length.TotalSeconds} s with its search, "
            + $"{later:F1}/s ({later / best:P1}) in the second half at {found.Concurrency(Length / 2, Length):F1}; "
            + $"nine tenths after {found.Until(0.9 * best, TimeSpan.Zero)?.TotalSeconds:F1} s; the search cost {(later - whole) * Length.TotalSeconds:F0} answers");
        (whole / best).ShouldBeGreaterThanOrEqualTo(0.85);
    }

    [Fact]
    public async Task A_knee_that_moves_is_followed_down_and_up()
    {
        Assert.SkipUnless(HowMany.All, "takes minutes of real time; NIGHTSHIFT_TEST_FULL=1 runs it");
        int[] knees = [32, 16, 64];
        var server = Server(knees[0], 200) with { LimitChanges = [.. knees.Index().Skip(1).Select(knee => new LimitChange(knee.Index * Phase, Knee: knee.Item))] };
        var run = await KneeBench.RunAsync(server, Phase * knees.Length);
        foreach (var (place, knee) in knees.Index())
        {
            var best = await BestAsync(knee, 200);
            var (from, until) = (place * Phase, (place + 1) * Phase);
            var whole = run.Throughput(from, until);
            output.WriteLine($"knee {knee} from {from.TotalSeconds} s: {whole:F1}/s of {best:F1}/s ({whole / best:P1}) over {Phase.TotalSeconds} s, "
                + $"in the second half {run.Throughput(from + Phase / 2, until) / best:P1} at {run.Concurrency(from + Phase / 2, until):F1}; nine tenths after {run.Until(0.9 * best, from)?.TotalSeconds:F1} s");
            (whole / best).ShouldBeGreaterThanOrEqualTo(0.85);
        }
    }

    private async Task<double> BestAsync(int knee, int milliseconds)
    {
        var best = 0.0;
        foreach (var level in Factors.Select(factor => (int)(knee * factor)))
        {
            var run = await KneeBench.RunAsync(Server(knee, milliseconds), WarmUp + Measured, level);
            var throughput = run.Throughput(WarmUp, WarmUp + Measured);
            output.WriteLine($"knee {knee}, {milliseconds} ms, fixed at {level}: {throughput:F1}/s");
            best = Math.Max(best, throughput);
        }

        return best;
    }

    private static SimulatorOptions Server(int knee, int milliseconds) => new()
    {
        Knee = knee,
        Latency = TimeSpan.FromMilliseconds(milliseconds),
        LatencyDistribution = LatencyDistribution.Uniform,
        LatencySpread = 0.5,
    };
}
