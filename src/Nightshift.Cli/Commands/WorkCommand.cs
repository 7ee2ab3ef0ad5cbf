using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Model;

namespace Nightshift.Cli.Commands;

/// <summary><c>work</c>: carries on whatever the store has.</summary>
internal static class WorkCommand
{
    public static Command Create()
    {
        var command = new Command("work", "Carry on every job in the store until nothing is left, and write their outputs. Suits cron.");
        command.SetAction((parse, _) => WorkAsync(HomeOption.Of(parse)));
        return command;
    }

    private static async Task<int> WorkAsync(string home)
    {
        using var interrupts = new Interrupts(Screen.Say);
        await using var session = await Session.OpenAsync(home, needsSimulator: true);
        var code = ExitCode.Success;
        var jobs = await session.Engine.Store.ListJobsAsync();
        foreach (var job in jobs.Reverse().Where(job => job.State is JobState.Running or JobState.Paused))
        {
            if (interrupts.Control.Stop.IsCancellationRequested)
                return ExitCode.Unfinished;
            // What keeps one job from going on need not keep the others.
            code = Math.Max(code, await FaultReport.GuardAsync(() => JobWork.CarryOnAsync(session, job, interrupts.Control)));
        }

        if (jobs.Any(job => job.State == JobState.Intake))
            Screen.Say("Some jobs were interrupted while their input was taken in; run their command again to go on.");
        return code;
    }
}
