using Nightshift.Engine;

namespace Nightshift.Cli.Display;

/// <summary>Shows a job's progress while something runs: redrawn in place on a terminal, a line now and then elsewhere.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LogLine = TimeSpan.FromSeconds(10);

    /// <summary>Shows progress until <paramref name="work"/> is done.</summary>
    public static async Task<T> ShowAsync<T>(Task<T> work, Func<ValueTask<JobProgress?>> look, TimeProvider time)
    {
        var pace = new Pace();
        if (Screen.IsLive)
            await RedrawAsync(work, look, pace, time);
        else
            await LogAsync(work, look, pace, time);
        return await work;
    }

    private static Task RedrawAsync(Task work, Func<ValueTask<JobProgress?>> look, Pace pace, TimeProvider time) =>
        Screen.WithPanelAsync(async panel =>
        {
            var isLast = false;
            while (true)
            {
                if (await look() is { } progress)
                {
                    pace.See(progress.At, progress.Job.Counts.Done);
                    panel.Show(ProgressPanel.Lines(progress, pace, panel.Width));
                }

                if (isLast)
                    return;
                await Task.WhenAny(work, Task.Delay(Redraw, time, CancellationToken.None));
                isLast = work.IsCompleted;
            }
        });

    private static async Task LogAsync(Task work, Func<ValueTask<JobProgress?>> look, Pace pace, TimeProvider time)
    {
        string? said = null;
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(LogLine, time, CancellationToken.None));
            if (await look() is not { } progress)
                continue;
            pace.See(progress.At, progress.Job.Counts.Done);
            var line = ProgressPanel.Line(progress, pace);
            // A batch takes hours: that nothing has changed needs no saying.
            if (!work.IsCompleted && (progress.Batches.Count == 0 || line != said))
                Screen.Say(said = line);
        }
    }
}
