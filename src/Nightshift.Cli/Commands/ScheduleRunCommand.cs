using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Cli.Scheduling;
using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Commands;

/// <summary><c>schedule run</c>: a run now, whatever the clock says.</summary>
internal static class ScheduleRunCommand
{
    public static Command Create()
    {
        var name = ScheduleArgument.Create();
        var command = new Command("run", """
            Run a schedule's command now, from its folder, and wait for its end. Its planned times stay as they are.

            Stopped before its end, the run is carried on by `nightshift work`.

            Example:
              nightshift schedule run tickets
            """);
        command.Arguments.Add(name);
        command.SetAction((parse, _) => RunAsync(HomeOption.Of(parse), parse.GetValue(name)!, TimeProvider.System));
        return command;
    }

    private static async Task<int> RunAsync(string home, string name, TimeProvider time)
    {
        using var interrupts = new Interrupts(Screen.Say);
        await using var session = await Session.OpenAsync(home, needsSimulator: true);
        var store = session.Engine.Store;
        var schedule = await ScheduleArgument.FindAsync(store, name);
        if ((await store.ListOpenRunsAsync()).FirstOrDefault(open => open.Id.Schedule == schedule.Id) is { } before)
            throw new UsageException($"the run of {ScheduleText.Time(before.Id.PlannedAt, schedule)} has not ended{(before.Job is { } job ? $" (job {job})" : "")}: `nightshift work` carries it on");
        var run = await ClaimAsync(store, schedule, time.GetUtcNow());
        string? reason = null;
        JobEnd? end = null;
        var code = await FaultReport.GuardAsync(
            async () =>
            {
                end = await CarryOutAsync(session, schedule, run, home, interrupts.Control);
                reason = end.Reason;
                return Closing.Code(end);
            },
            fault => reason = fault);
        if (!(interrupts.Control.Stop.IsCancellationRequested && code == ExitCode.Unfinished))
            await store.EndRunAsync(run.Id, code, reason);
        return code;
    }

    private static async Task<JobEnd> CarryOutAsync(Session session, Schedule schedule, ScheduledRun run, string home, RunControl control)
    {
        var request = await ScheduledCommand.ReadAsync(schedule.Arguments, schedule.Folder, home, control.Stop);
        var job = await session.Engine.SubmitAsync(request, new RunNarrator(), control.Stop);
        await session.Engine.Store.StartRunAsync(run.Id, job.Id);
        return await JobWork.CarryOnAsync(session, job, control);
    }

    /// <summary>A time of its own, which no schedule can plan: those are whole minutes.</summary>
    private static async Task<ScheduledRun> ClaimAsync(IStore store, Schedule schedule, DateTimeOffset now)
    {
        for (var at = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()); ; at += TimeSpan.FromMilliseconds(1))
        {
            if (at.Millisecond != 0 && await store.ClaimRunAsync(new(schedule.Id, at), RunClaim.ByHand) is { } run)
                return run;
        }
    }
}
