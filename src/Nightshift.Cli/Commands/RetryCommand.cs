using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Engine;

namespace Nightshift.Cli.Commands;

/// <summary><c>retry</c>: takes up failed rows only.</summary>
internal static class RetryCommand
{
    public static Command Create()
    {
        var job = JobArgument.Create();
        var command = new Command("retry", "Send the failed rows of a job again, and write its output anew. What succeeded is not touched and not paid again.");
        command.Arguments.Add(job);
        command.SetAction((parse, _) => RetryAsync(HomeOption.Of(parse), parse.GetValue(job)!));
        return command;
    }

    private static async Task<int> RetryAsync(string home, string name)
    {
        using var interrupts = new Interrupts(Screen.Say);
        bool needsSimulator;
        await using (var look = ReadOnlyStore.Require(home))
            needsSimulator = JobResults.TaskOf(await JobArgument.FindAsync(look, name)) is { } task && Session.IsSimulated(task);

        await using var session = await Session.OpenAsync(home, needsSimulator);
        var job = await JobArgument.FindAsync(session.Engine.Store, name);
        var count = await session.Engine.RetryFailedAsync(job.Id);
        if (count == 0)
        {
            Screen.Say($"Job {job.Id} has no failed row that can be sent again"
                + (job.Counts.Failed > 0 ? ": its failed rows are bad records; mend the input and run it as a new job." : "."));
            return ExitCode.Success;
        }

        Screen.Say($"{Words.Rows(count)} to try again");
        return Closing.Code(await JobWork.CarryOnAsync(session, await JobArgument.FindAsync(session.Engine.Store, name), interrupts.Control));
    }
}
