using Nightshift.Cli.Display;
using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Commands;

/// <summary>Goes through the store's jobs and moves each as far as it goes. A job that cannot go on is not begun again by the same process.</summary>
internal sealed class WorkRound(RunControl control)
{
    private readonly Dictionary<JobId, DateOnly> _givenUp = [];
    private readonly Dictionary<JobId, int> _ends = [];

    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>The worst that came of a job, as an exit code.</summary>
    public int Code { get; private set; } = ExitCode.Success;

    /// <summary>Jobs that wait for their providers.</summary>
    public int Waiting { get; private set; }

    /// <summary>When the last round began.</summary>
    public DateTimeOffset RanAt { get; private set; }

    /// <summary>Whether the job is one to be worked on; a cancelled one is, while its batches have not ended at their provider.</summary>
    public bool IsOpen(Job job) => !(_givenUp.TryGetValue(job.Id, out var until) && Today < until)
        && (job.State is JobState.Running or JobState.Paused || (job.State == JobState.Cancelled && job.Counts.Done < job.Counts.Total));

    /// <summary>What came of a job in the last round, as an exit code; null when it was not worked on, waits, or was stopped.</summary>
    public int? EndOf(JobId job) => _ends.TryGetValue(job, out var code) ? code : null;

    /// <summary>Somebody wants the job now: it is worked on again, though it could not go on before.</summary>
    public void TakeUp(JobId job) => _givenUp.Remove(job);

    /// <summary>Works on all of them, oldest first. Of several, none holds up the others by waiting.</summary>
    public async Task RunAsync(Session session)
    {
        var jobs = (await session.Engine.Store.ListJobsAsync()).Where(IsOpen).Reverse().ToList();
        (Waiting, RanAt) = (0, TimeProvider.System.GetUtcNow());
        _ends.Clear();
        foreach (var job in jobs)
        {
            if (control.Stop.IsCancellationRequested)
            {
                Note(ExitCode.Unfinished);
                return;
            }

            // What is gone with this process is waited for: another would find nothing of it.
            var isOnce = (control.Once || jobs.Count > 1) && !Session.EndsWithProcess(job);
            await CarryOnAsync(session, job, control with { Once = isOnce });
        }

        await LookAtLateAsync(session);
    }

    /// <summary>Jobs that are over but for batches which their rows left, and which may have ended by now: what those cost is to be booked, and what is left there deleted.</summary>
    public async Task<IReadOnlyList<Job>> FindLateAsync(IStore store)
    {
        var now = TimeProvider.System.GetUtcNow();
        var due = (await store.ListBatchesAsync()).Where(batch => batch.State.IsOpen() && !(batch.NextStepAt > now)).Select(batch => batch.Job).ToHashSet();
        return due.Count == 0 ? [] : [.. (await store.ListJobsAsync()).Where(job => IsOver(job) && due.Contains(job.Id) && !_givenUp.ContainsKey(job.Id))];
    }

    private static bool IsOver(Job job) => job.State == JobState.Finished || (job.State == JobState.Cancelled && job.Counts.Done == job.Counts.Total);

    private async Task LookAtLateAsync(Session session)
    {
        foreach (var job in await FindLateAsync(session.Engine.Store))
        {
            var code = await FaultReport.GuardAsync(async () =>
            {
                await session.Engine.LookAfterAsync(job.Id, control);
                return ExitCode.Success;
            });
            if (code != ExitCode.Success)
                _givenUp[job.Id] = DateOnly.MaxValue;
        }

        // What was looked at and is due still cannot be got at: another look in seconds would see no more.
        foreach (var job in await FindLateAsync(session.Engine.Store))
            _givenUp[job.Id] = DateOnly.MaxValue;
    }

    private async Task CarryOnAsync(Session session, Job job, RunControl ofJob)
    {
        var isWaiting = false;
        // What keeps one job from going on need not keep the others.
        var code = await FaultReport.GuardAsync(async () =>
        {
            var end = await JobWork.CarryOnAsync(session, job, ofJob);
            isWaiting = JobWork.IsWaiting(end, ofJob);
            return Closing.Code(end);
        });
        if (isWaiting)
        {
            Waiting++;
            return;
        }

        Note(code);
        if (control.Stop.IsCancellationRequested && code == ExitCode.Unfinished)
            return;
        _ends[job.Id] = code;
        // A budget of a day or a month has room again when that is over.
        if (code is not (ExitCode.Success or ExitCode.SomeFailed))
            _givenUp[job.Id] = code == ExitCode.BudgetReached ? Today.AddDays(1) : DateOnly.MaxValue;
    }

    /// <summary>What else came of a round: the worst of all is its code.</summary>
    public void Note(int code) => Code = Math.Max(Code, code);
}
