using Nightshift.Limits;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Limits;

public sealed class ConcurrencySimulationTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Change = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan End = TimeSpan.FromMinutes(12);

    [Theory]
    [InlineData(Beyond.Queues, 40, 40)]
    [InlineData(Beyond.Queues, 7, 7)]
    [InlineData(Beyond.Queues, 150, 30)]
    [InlineData(Beyond.Queues, 30, 150)]
    [InlineData(Beyond.Thrashes, 40, 40)]
    [InlineData(Beyond.Thrashes, 150, 30)]
    [InlineData(Beyond.Thrashes, 30, 150)]
    [InlineData(Beyond.Refuses, 40, 40)]
    [InlineData(Beyond.Refuses, 3, 3)]
    [InlineData(Beyond.Refuses, 150, 30)]
    [InlineData(Beyond.Refuses, 30, 150)]
    public void The_knee_of_a_server_is_found_and_followed_when_it_moves(Beyond beyond, int before, int after)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var found = Run(new LaneLimitOptions(), beyond, before, after, seed);
            var best = Best(beyond, before, seed);
            var bestAfter = Best(beyond, after, seed);
            output.WriteLine(
                $"{beyond}, seed {seed}: knee {before}: {found.Before:F1}/s of {best:F1}/s "
                + $"({found.Before / best:P0}) at {found.LevelBefore}; "
                + $"knee {after}: {found.After:F1}/s of {bestAfter:F1}/s ({found.After / bestAfter:P0}) at {found.LevelAfter}");
            (found.Before / best).ShouldBeGreaterThanOrEqualTo(0.85);
            (found.After / bestAfter).ShouldBeGreaterThanOrEqualTo(0.85);
        }
    }

    [Fact]
    public void A_knee_that_falls_is_noticed_at_the_largest_concurrency_too()
    {
        var levels = new List<int>();
        for (var seed = 1; seed <= 8; seed++)
        {
            var found = Run(new LaneLimitOptions { MaxConcurrency = 64 }, Beyond.Queues, 150, 10, seed);
            output.WriteLine($"seed {seed}: {found}");
            found.LevelBefore.ShouldBeGreaterThan(50, "the largest, or one step below to see whether less would do");
            levels.Add(found.LevelAfter);
        }

        levels.Average().ShouldBeLessThan(45);
    }

    private static double Best(Beyond beyond, int knee, int seed) =>
        new[] { 0.7, 0.85, 1, 1.1, 1.25, 1.5 }.Max(factor =>
            Run(new LaneLimitOptions { FixedConcurrency = Math.Max(1, (int)(knee * factor)) }, beyond, knee, knee, seed).Before);

    // Answers per second over the last three minutes before the knee moves, and before the end: a minute or two to find it.
    private static Outcome Run(LaneLimitOptions options, Beyond beyond, int before, int after, int seed)
    {
        var time = new ManualTime();
        var random = new Random(seed);
        var gate = new LaneGate(options, time, new Random(seed));
        var simulation = new LaneSimulation(time, gate);
        var (inside, level, answersBefore, answersAfter, levelsAfter) = (0, 0, 0, 0, 0L);

        simulation.RunUntil(End, () => 0, (permit, _) =>
        {
            var knee = simulation.Now < Change ? before : after;
            inside++;
            if (inside > knee && beyond == Beyond.Refuses)
            {
                simulation.In(TimeSpan.FromMilliseconds(20), () => Leave(permit, new LaneFeedback.Overloaded()));
                return;
            }

            simulation.In(Latency(random, beyond, inside, knee), () =>
            {
                if (simulation.Now > Change - TimeSpan.FromMinutes(3) && simulation.Now <= Change)
                    answersBefore++;
                if (simulation.Now > End - TimeSpan.FromMinutes(3))
                    (answersAfter, levelsAfter) = (answersAfter + 1, levelsAfter + gate.Snapshot().Concurrency);
                if (simulation.Now < Change)
                    level = gate.Snapshot().Concurrency;
                Leave(permit, new LaneFeedback.Succeeded());
            });
        });
        return new Outcome(answersBefore / 180.0, answersAfter / 180.0, level, (int)(levelsAfter / answersAfter));

        void Leave(Permit permit, LaneFeedback feedback)
        {
            inside--;
            gate.Leave(permit, feedback);
        }
    }

    // Half a second to a second and a half when alone; sharing, and worse than sharing, beyond the knee.
    private static TimeSpan Latency(Random random, Beyond beyond, int inside, int knee) =>
        TimeSpan.FromSeconds(
            (0.5 + random.NextDouble()) * Math.Pow(Math.Max(1, (double)inside / knee), beyond == Beyond.Thrashes ? 1.5 : 1));

    public enum Beyond
    {
        Queues,
        Thrashes,
        Refuses,
    }

    private sealed record Outcome(double Before, double After, int LevelBefore, int LevelAfter);
}
