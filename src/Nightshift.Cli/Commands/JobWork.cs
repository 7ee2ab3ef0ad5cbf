using Nightshift.Cli.Display;
using Nightshift.Engine;
using Nightshift.Model;

namespace Nightshift.Cli.Commands;

/// <summary>Jobs at work, with their progress: what <c>run</c>, <c>sample</c>, <c>compare</c>, <c>work</c> and <c>retry</c> share.</summary>
internal static class JobWork
{
    /// <summary>The whole way of a request; says nothing of its end.</summary>
    public static async Task<JobEnd> RunAsync(Session session, JobRequest request, RunControl control)
    {
        var narrator = new RunNarrator();
        return await ProgressDisplay.ShowAsync(
            session.Engine.RunAsync(request, narrator, control),
            async () => narrator.Job is { } job ? await session.Engine.ProgressAsync(job.Id) : null,
            TimeProvider.System);
    }

    /// <summary>Sends what is left, writes the output, says what came of it.</summary>
    public static async Task<JobEnd> CarryOnAsync(Session session, Job job, RunControl control)
    {
        Screen.Say($"Job {job.Id} ({job.Name}): {Words.Rows(job.Counts.Total - job.Counts.Done)} to go");
        var end = await ProgressDisplay.ShowAsync(
            session.Engine.CarryOnAsync(job.Id, control: control), () => session.Engine.ProgressAsync(job.Id), TimeProvider.System);
        Closing.Say(end, JobResults.OutputOf(job)?.Path, "nightshift work", IsWaiting(end, control));
        return end;
    }

    /// <summary>Whether a job was left because nothing more of it was due, not because somebody stopped it.</summary>
    public static bool IsWaiting(JobEnd end, RunControl control) =>
        (end.Ending == Ending.Interrupted || (end.Ending == Ending.Cancelled && !end.IsOver)) && control.Once && !control.Stop.IsCancellationRequested;
}
