using Nightshift.Cli.Display;
using Nightshift.Engine;
using Nightshift.Model;

namespace Nightshift.Cli.Commands;

/// <summary>Carries a job on that is in the store already: what <c>work</c> and <c>retry</c> share.</summary>
internal static class JobWork
{
    /// <summary>Sends what is left, writes the output, says what came of it; the exit code.</summary>
    public static async Task<int> CarryOnAsync(Session session, Job job, RunControl control)
    {
        Screen.Say($"Job {job.Id} ({job.Name}): {Words.Rows(job.Counts.Total - job.Counts.Done)} to go");
        var end = await ProgressDisplay.ShowAsync(
            session.Engine.CarryOnAsync(job.Id, control: control), () => session.Engine.ProgressAsync(job.Id), TimeProvider.System);
        Closing.Say(end, JobResults.OutputOf(job)?.Path, "nightshift work");
        return Closing.Code(end);
    }
}
