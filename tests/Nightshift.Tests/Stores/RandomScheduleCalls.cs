using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Stores;

/// <summary>Draws what is done with schedules and their runs: few names, few planned times.</summary>
internal sealed class RandomScheduleCalls(Random random)
{
    private static readonly DateTimeOffset First = new(2026, 7, 16, 2, 0, 0, TimeSpan.Zero);

    public (string Name, RandomCalls.Call Call) Next(JobId job)
    {
        var run = new ScheduledRunId(new ScheduleId(random.Next(1, 4)), First.AddDays(random.Next(6)));
        var (name, exitCode) = ($"s{random.Next(3)}", random.Next(6));
        var claim = (RunClaim)random.Next(3);
        return random.Next(10) switch
        {
            < 2 => ("add schedule", async store => ($"{(await store.AddScheduleAsync(new NewSchedule(name, "0 2 * * *", "UTC", MissedPolicy.Skip, [name], "/"))).Id}", [])),
            < 3 => ("remove schedule", async store =>
            {
                await store.RemoveScheduleAsync(run.Schedule);
                return ("", []);
            }),
            < 6 => ("claim run", async store => ($"{Describe(await store.ClaimRunAsync(run, claim))}", [])),
            < 8 => ("start run", async store => ($"{await store.StartRunAsync(run, job)}", [])),
            _ => ("end run", async store => ($"{await store.EndRunAsync(run, exitCode, name)}", [])),
        };
    }

    public static string Describe(ScheduledRun? run) => run is null ? "none" : $"{run with { CostUsd = run.CostUsd is { } cost ? cost / 1.0000000000000000000000000000m : null }}";
}
