using System.Globalization;

namespace Nightshift.Tests.Simulation;

/// <summary>
/// The whole live way under faults, in thousands of seeded runs: kills at every point, frozen processes, clock jumps, full disks, failing
/// writes, and a provider that does everything a provider can do. One seed alone: <c>NIGHTSHIFT_SIM=memory:7</c> or <c>disk:7</c>; many: <c>memory:1000-1999</c>.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    /// <summary>Seeds that have failed once. They run always.</summary>
    private static readonly SimPlan[] Regressions = [new(1599, OnDisk: false), new(1863, OnDisk: false)];

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("NIGHTSHIFT_TEST_FULL") is not null;

    [Fact]
    public void Whatever_goes_wrong_no_row_is_lost_mixed_up_or_paid_for_without_need()
    {
        var started = TimeProvider.System.GetTimestamp();
        var standstill = TimeSpan.Zero;
        var (rows, calls, billed, inFlight, steps, hours, seeds) = (0L, 0L, 0L, 0L, 0L, 0.0, 0);
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var failures = new List<string>();
        foreach (var plan in Plans())
        {
            var (report, broken) = SimReport.Of(plan);
            if (broken is not null)
                failures.Add($"NIGHTSHIFT_SIM={(plan.OnDisk ? "disk" : "memory")}:{plan.Seed}  {broken}");
            foreach (var (what, count) in report.Counts)
                counts[what] = counts.GetValueOrDefault(what) + count;
            standstill = report.Oracle.LongestStandstill > standstill ? report.Oracle.LongestStandstill : standstill;
            rows += plan.Jobs.Sum(job => job.Prompts.Count);
            (calls, billed, inFlight) = (calls + report.Oracle.Calls, billed + report.Oracle.Billed, inFlight + report.Oracle.InFlightAtKills);
            (steps, hours, seeds) = (steps + report.Steps, hours + report.Elapsed.TotalHours, seeds + 1);
        }

        output.WriteLine($"{seeds} seeds, {rows} rows, {hours:0} simulated hours, {steps} steps in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s");
        output.WriteLine($"{calls} calls, {billed} billed, {inFlight} in flight at kills; once all was quiet, nothing got done for {standstill.TotalSeconds:0} s at the most");
        output.WriteLine(string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}")));
        failures.ShouldBeEmpty();
        if (seeds >= 100)
            Faults().Except(counts.Keys).ShouldBeEmpty("faults that never struck prove nothing");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_seed_is_the_same_run_step_by_step(bool onDisk)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var plan = new SimPlan(seed, onDisk);
            var (one, other) = (SimRun.Run(plan, withFaults: true), SimRun.Run(plan, withFaults: true));
            one.Escapes.ShouldBe(0);
            other.Digest.ShouldBe(one.Digest, $"seed {seed}: {one.Steps} and {other.Steps} steps");
            other.Steps.ShouldBe(one.Steps);
        }
    }

    private static IEnumerable<SimPlan> Plans()
    {
        if (Environment.GetEnvironmentVariable("NIGHTSHIFT_SIM")?.Split(':') is [var store, var seed])
        {
            int[] range = [.. seed.Split('-').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
            return Enumerable.Range(range[0], range[^1] - range[0] + 1).Select(n => new SimPlan(n, store == "disk"));
        }

        var (inMemory, onDisk) = IsFull ? (19_000, 1_000) : (140, 10);
        return [.. Regressions, .. Enumerable.Range(1, inMemory).Select(n => new SimPlan(n, OnDisk: false)), .. Enumerable.Range(1, onDisk).Select(n => new SimPlan(n, OnDisk: true))];
    }

    private static IEnumerable<string> Faults() =>
    [
        .. Enum.GetValues<Fate>().Where(fate => fate != Fate.Answered).Select(fate => $"call: {fate}"),
        "call: refused key", "write: disk full", "write: failed", "write: failed after its commit",
        "kill", "kill in intake: no job yet", "kill in intake: no rows yet", "kill in intake: between chunks", "kill in intake: not sealed yet", "stop", "abort", "cancel", "clock jump", "freeze", "disk full", "key refused",
    ];
}
