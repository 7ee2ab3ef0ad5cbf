namespace Nightshift.Tests.Simulation;

/// <summary>What came of a simulation.</summary>
/// <param name="Broken">What did not hold; null when all did.</param>
/// <param name="Digest">The same exactly when the run was the same, step by step.</param>
/// <param name="Steps">Continuations run.</param>
/// <param name="Escapes">Continuations that came from another thread.</param>
/// <param name="Elapsed">Time on the simulated clock.</param>
/// <param name="Counts">What was done to the engine, how often.</param>
/// <param name="Oracle">The books.</param>
internal sealed record SimReport(
    string? Broken, ulong Digest, long Steps, int Escapes, TimeSpan Elapsed, IReadOnlyDictionary<string, long> Counts, SimOracle Oracle)
{
    /// <summary>How long it took to get done after the last fault.</summary>
    public TimeSpan AfterFaults { get; init; }

    /// <summary>How long it may take, beyond what a run without faults takes.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>The jobs' rows, in words; null for a job that was cancelled.</summary>
    public IReadOnlyList<List<string>?> Results { get; init; } = [];

    /// <summary>The whole check of a plan: a run with faults, held against one without.</summary>
    public static (SimReport Report, string? Broken) Of(SimPlan plan)
    {
        var calm = SimRun.Run(plan with { OnDisk = false }, withFaults: false);
        var report = SimRun.Run(plan, withFaults: true);
        return (report, calm.Broken ?? report.Broken ?? Compare(report, calm));
    }

    private static string? Compare(SimReport report, SimReport calm)
    {
        if (report.Escapes > 0)
            return $"{report.Escapes} continuations ran on other threads";
        var limit = (calm.Elapsed * 3) + report.Patience;
        if (report.AfterFaults > limit)
            return $"I13: {report.AfterFaults} after the last fault, {limit} is the most";
        for (var job = 0; job < calm.Results.Count; job++)
        {
            if (report.Results[job] is { } results && !results.SequenceEqual(calm.Results[job]!))
                return $"I12: {results.Except(calm.Results[job]!).First()} is not what a run without faults gives";
        }

        return null;
    }
}
