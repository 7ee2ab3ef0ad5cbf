using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Model;

namespace Nightshift.Cli.Commands;

/// <summary><c>rm</c>: removes a job and its answers.</summary>
internal static class RmCommand
{
    public static Command Create()
    {
        var job = JobArgument.Create();
        var force = new Option<bool>("--force", "-f") { Description = "Also a job that has rows left to send" };
        var command = new Command("rm", "Remove a job with its rows, answers and ledger. Its answers leave the cache too.");
        command.Arguments.Add(job);
        command.Options.Add(force);
        command.SetAction((parse, _) => RemoveAsync(HomeOption.Of(parse), parse.GetValue(job)!, parse.GetValue(force)));
        return command;
    }

    private static async Task<int> RemoveAsync(string home, string name, bool force)
    {
        await using var session = await Session.OpenAsync(home, needsSimulator: false);
        var job = await JobArgument.FindAsync(session.Engine.Store, name);
        if (job.State is JobState.Running or JobState.Paused or JobState.Intake && !force)
            throw new UsageException($"job {job.Id} is {Words.State(job, isOwned: false)}, with {Words.Rows(job.Counts.Total - job.Counts.Done)} to go; add --force to remove it all the same");
        await session.Engine.Store.RemoveJobAsync(job.Id);
        Screen.Say($"Job {job.Id} ({job.Name}) is removed.");
        return ExitCode.Success;
    }
}
