using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Commands;

/// <summary><c>cancel</c>: ends a job early; what was answered stays.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var job = JobArgument.Create();
        var command = new Command("cancel", "Cancel a job, also one that another process is running: rows not yet sent are cancelled, answers are kept.");
        command.Arguments.Add(job);
        command.SetAction((parse, _) => CancelAsync(HomeOption.Of(parse), parse.GetValue(job)!));
        return command;
    }

    private static async Task<int> CancelAsync(string home, string name)
    {
        Job job;
        await using (var look = ReadOnlyStore.Require(home))
            job = await JobArgument.FindAsync(look, name);
        if (job.State is JobState.Finished or JobState.Cancelled)
        {
            Screen.Say($"Job {job.Id} is {Words.State(job, isOwned: false)} already.");
            return ExitCode.Success;
        }

        try
        {
            await using var session = await Session.OpenAsync(home, needsSimulator: false);
            var rows = await session.Engine.Store.CancelAsync(job.Id);
            Screen.Say($"Job {job.Id} is cancelled: {Words.Rows(rows)} will not be sent. The answers so far: nightshift results {job.Id} -o FILE");
        }
        catch (StoreInUseException)
        {
            CancelRequests.Leave(home, job.Id);
            Screen.Say($"Another process is running job {job.Id}; it has been asked to cancel it.");
        }

        return ExitCode.Success;
    }
}
