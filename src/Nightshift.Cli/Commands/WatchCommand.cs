using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Commands;

/// <summary><c>watch</c>: the progress of a job that another process is running.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public static Command Create()
    {
        var job = JobArgument.Create();
        var command = new Command("watch", "Follow a job until it ends, or until no process is working on it. Ctrl-C stops watching, not the job.");
        command.Arguments.Add(job);
        command.SetAction((parse, _) => WatchAsync(HomeOption.Of(parse), parse.GetValue(job)!));
        return command;
    }

    private static async Task<int> WatchAsync(string home, string name)
    {
        using var interrupts = new Interrupts(_ => { });
        await using var store = ReadOnlyStore.Require(home);
        var job = await JobArgument.FindAsync(store, name);
        var last = await ProgressDisplay.ShowAsync(UntilDoneAsync(home, store, job, interrupts.Control.Stop), () => LookAsync(store, job.Id), TimeProvider.System);
        Screen.Say($"{Words.State(last, StoreFolder.FindOwner(home) is not null)}: {Words.Count(last.Counts.Done)} of {Words.Rows(last.Counts.Total)} done, {Words.Cost(last.Spend)}"
            + (last.Reason is null ? "" : $" ({last.Reason})"));
        return last.State == JobState.Finished && last.Counts.Succeeded == last.Counts.Total ? ExitCode.Success
            : last.Counts.Done == last.Counts.Total ? ExitCode.SomeFailed
            : ExitCode.Unfinished;
    }

    private static async Task<Job> UntilDoneAsync(string home, IStore store, Job job, CancellationToken cancellation)
    {
        while (job.State is JobState.Intake or JobState.Running && StoreFolder.FindOwner(home) is not null && !cancellation.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(Interval, TimeProvider.System, cancellation));
            job = await store.FindJobAsync(job.Id, CancellationToken.None) ?? throw new UsageException($"job {job.Id} was removed");
        }

        return job;
    }

    private static async ValueTask<JobProgress?> LookAsync(IStore store, JobId id) =>
        await JobProgress.ReadAsync(store, id, TimeProvider.System.GetUtcNow());
}
