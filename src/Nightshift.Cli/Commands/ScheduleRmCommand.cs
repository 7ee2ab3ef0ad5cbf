using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;

namespace Nightshift.Cli.Commands;

/// <summary><c>schedule rm</c>: nothing is run by it any more.</summary>
internal static class ScheduleRmCommand
{
    public static Command Create()
    {
        var name = ScheduleArgument.Create();
        var command = new Command("rm", "Remove a schedule and what is known of its runs. Its jobs stay, and one that is under way goes on.");
        command.Arguments.Add(name);
        command.SetAction((parse, _) => RemoveAsync(HomeOption.Of(parse), parse.GetValue(name)!));
        return command;
    }

    private static async Task<int> RemoveAsync(string home, string name)
    {
        await using var session = await Session.OpenAsync(home, needsSimulator: false);
        var store = session.Engine.Store;
        var schedule = await ScheduleArgument.FindAsync(store, name);
        var jobs = (await store.ListOpenRunsAsync()).Where(run => run.Id.Schedule == schedule.Id && run.Job is not null).Select(run => run.Job).ToList();
        await store.RemoveScheduleAsync(schedule.Id);
        Screen.Say($"Schedule {schedule.Name} is removed.{(jobs is [{ } job] ? $" Its job {job} has not ended, and goes on; `nightshift cancel {job}` ends it." : "")}");
        return ExitCode.Success;
    }
}
