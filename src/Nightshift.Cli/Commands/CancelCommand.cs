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
        if (job.State is JobState.Finished || (job.State is JobState.Cancelled && job.Counts.Done == job.Counts.Total))
        {
            Screen.Say($"Job {job.Id} is {Words.State(job, isOwned: false)} already.");
            return ExitCode.Success;
        }

        try
        {
            await using var session = await Session.OpenAsync(home, needsSimulator: true);
            var rows = await session.Engine.Store.CancelAsync(job.Id);
            var open = (await session.Engine.Store.ListBatchesAsync(job.Id)).Where(batch => batch.State.IsOpen()).ToList();
            Screen.Say($"Job {job.Id} is cancelled: {Words.Rows(rows)} will not be sent"
                + (open.Count > 0 ? $", {Words.Rows(open.Sum(batch => (long)batch.Rows))} are in batches." : $". The answers so far: nightshift results {job.Id} -o FILE"));
            // What is at the provider costs until it is cancelled there too.
            if (open.Count > 0)
                return await CancelBatchesAsync(session, job);
        }
        catch (StoreInUseException)
        {
            CancelRequests.Leave(home, job.Id);
            Screen.Say($"Another process is running job {job.Id}; it has been asked to cancel it.");
        }

        return ExitCode.Success;
    }

    private static async Task<int> CancelBatchesAsync(Session session, Job job)
    {
        using var interrupts = new Interrupts(Screen.Say);
        var control = interrupts.Control with { Once = true };
        var end = await JobWork.CarryOnAsync(session, job, control);
        return JobWork.IsWaiting(end, control) || end.IsOver ? ExitCode.Success : Closing.Code(end);
    }
}
