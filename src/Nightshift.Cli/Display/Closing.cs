using Nightshift.Engine;
using Nightshift.Model;

namespace Nightshift.Cli.Display;

/// <summary>The last lines of a run: what came of it, what it cost, and what to type next.</summary>
internal static class Closing
{
    /// <summary>Says it.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="output">Where the output is.</param>
    /// <param name="again">What to type to go on.</param>
    /// <param name="isWaiting">Whether it was left because all that is left takes its time at the provider.</param>
    public static void Say(JobEnd end, string? output, string again, bool isWaiting = false)
    {
        var job = end.Job;
        var counts = job.Counts;
        Screen.Say($"{Words.Count(counts.Succeeded)} succeeded, {Words.Count(counts.Failed + counts.Expired)} failed"
            + (counts.Cancelled > 0 ? $", {Words.Count(counts.Cancelled)} cancelled" : "")
            + (counts.Total > counts.Done ? $", {Words.Count(counts.Total - counts.Done)} to go" : "")
            + $"; {Words.Count(job.Spend.Usage.TotalTokens)} tokens, {Words.Cost(job.Spend)}");
        foreach (var line in Next(end, output, again, isWaiting))
            Screen.Say(line);
    }

    public static int Code(JobEnd end) => end.Ending switch
    {
        Ending.Finished => end.Job.Counts.Succeeded == end.Job.Counts.Total ? ExitCode.Success : ExitCode.SomeFailed,
        Ending.Cancelled => end.IsOver ? ExitCode.SomeFailed : ExitCode.Unfinished,
        Ending.Paused when end.Cause == PauseCause.Provider => ExitCode.Unreachable,
        Ending.Paused when end.Cause == PauseCause.Budget => ExitCode.BudgetReached,
        Ending.Paused => ExitCode.Unfinished,
        Ending.Interrupted => ExitCode.Unfinished,
        _ => throw new ArgumentOutOfRangeException(nameof(end), end.Ending, "an ending without an exit code"),
    };

    private static IEnumerable<string> Next(JobEnd end, string? output, string again, bool isWaiting)
    {
        var job = end.Job;
        switch (end.Ending)
        {
            case Ending.Paused:
                yield return $"Paused: {end.Reason}.";
                if (end.Cause == PauseCause.Budget)
                    yield return $"Nothing is lost. With room in the budget, go on with: {again}";
                if (end.Cause == PauseCause.Provider)
                    yield return $"Nothing is lost. When that is put right, go on with: {again}";
                break;
            case Ending.Interrupted when isWaiting:
                yield return "The rest is under way at the provider; `nightshift work` looks again.";
                break;
            case Ending.Cancelled when !end.IsOver:
                yield return "Cancelled. Its batches have not ended at the provider yet; `nightshift work` collects what was done by then.";
                break;
            case Ending.Interrupted:
                yield return $"Stopped. Nothing is lost; go on with: {again}";
                break;
            case Ending.Finished or Ending.Cancelled:
                if (output is not (null or "-"))
                    yield return $"Written: {output}";
                if (job.Counts.Failed + job.Counts.Expired > 0 && end.Ending == Ending.Finished)
                    yield return $"The failed rows say why in _error; try them again with: nightshift retry {job.Id}";
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(end), end.Ending, "an ending without words");
        }
    }
}
