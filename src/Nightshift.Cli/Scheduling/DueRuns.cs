using Nightshift.Cli.Commands;
using Nightshift.Cli.Display;
using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Scheduling;

/// <summary>Begins the runs whose time has come, as jobs that a <see cref="WorkRound"/> carries on, and ends them when their jobs have ended.</summary>
/// <param name="home">The store's folder.</param>
/// <param name="round">Carries jobs on.</param>
/// <param name="control">Stops it.</param>
/// <param name="time">The clock.</param>
internal sealed class DueRuns(string home, WorkRound round, RunControl control, TimeProvider time)
{
    /// <summary>Whether a time has come that nobody has claimed.</summary>
    public static async Task<bool> AreDueAsync(IStore store, DateTimeOffset now)
    {
        foreach (var schedule in await store.ListSchedulesAsync())
        {
            if (await DecideAsync(store, schedule, now) is not Firing.None)
                return true;
        }

        return false;
    }

    /// <summary>Whether a run waits to be taken in or to be ended, as after a crash.</summary>
    public static async Task<bool> AreLeftAsync(IStore store)
    {
        foreach (var run in await store.ListOpenRunsAsync())
        {
            if (run.Job is not { } id || await store.FindJobAsync(id) is not { } job || IsOver(job))
                return true;
        }

        return false;
    }

    /// <summary>Claims what is due, and takes in what is claimed and has no job yet: from now, or from before a crash.</summary>
    public async Task BeginAsync(Session session)
    {
        var store = session.Engine.Store;
        var schedules = (await store.ListSchedulesAsync()).ToDictionary(schedule => schedule.Id);
        foreach (var schedule in schedules.Values)
            await ClaimAsync(store, schedule);
        Failpoint.Hit(RunFailpoints.Claimed);
        foreach (var run in (await store.ListOpenRunsAsync()).Where(run => run.Job is null))
        {
            if (control.Stop.IsCancellationRequested)
                return;
            await TakeInAsync(session, schedules[run.Id.Schedule], run);
        }
    }

    /// <summary>Ends the runs whose jobs have ended; an output that a crash kept from being written is written first.</summary>
    public async Task EndAsync(Session session)
    {
        Failpoint.Hit(RunFailpoints.WorkedOn);
        var store = session.Engine.Store;
        var schedules = (await store.ListSchedulesAsync()).ToDictionary(schedule => schedule.Id);
        foreach (var run in await store.ListOpenRunsAsync())
        {
            if (run.Job is not { } id)
                continue;
            var schedule = schedules[run.Id.Schedule];
            if (await store.FindJobAsync(id) is not { } job)
                await EndAsync(store, schedule, run, ExitCode.Unfinished, $"its job {id} was removed");
            else if (IsOver(job))
                await WriteAsync(session, schedule, run, job);
            else if (round.EndOf(id) is { } code)
                await EndAsync(store, schedule, run, code, job.Reason);
        }
    }

    private static bool IsOver(Job job) => job.State is JobState.Finished || (job.State == JobState.Cancelled && job.Counts.Done == job.Counts.Total);

    private static async Task<Firing> DecideAsync(IStore store, Schedule schedule, DateTimeOffset now) => ScheduleTimes.TryOf(schedule) is { } times
        ? Firing.Of(times, schedule.Missed, Firing.Since(schedule, await store.ListRunsAsync(schedule.Id), now), now)
        : new Firing.None();

    private async Task ClaimAsync(IStore store, Schedule schedule)
    {
        switch (await DecideAsync(store, schedule, time.GetUtcNow()))
        {
            case Firing.None:
                break;
            case Firing.Leave(var planned):
                if (await store.ClaimRunAsync(new(schedule.Id, planned), RunClaim.Missed) is not null)
                    Screen.Say($"Schedule {schedule.Name}: the run of {ScheduleText.Time(planned, schedule)} was missed, and is left out.");
                break;
            case Firing.Begin(var planned):
                if (await store.ClaimRunAsync(new(schedule.Id, planned), RunClaim.Due) is { } run)
                    Screen.Say($"Schedule {schedule.Name}: the run of {ScheduleText.Time(planned, schedule)} {(run.State == ScheduledRunState.Open ? "begins." : "is left out: the one before has not ended.")}");
                break;
            default:
                throw new InvalidOperationException("a decision that nobody acts on");
        }
    }

    private async Task TakeInAsync(Session session, Schedule schedule, ScheduledRun run)
    {
        var store = session.Engine.Store;
        try
        {
            var request = await ScheduledCommand.ReadAsync(schedule.Arguments, schedule.Folder, home, control.Stop);
            var job = await session.Engine.SubmitAsync(request, new RunNarrator(), control.Stop);
            Failpoint.Hit(RunFailpoints.TakenIn);
            await store.StartRunAsync(run.Id, job.Id);
            Failpoint.Hit(RunFailpoints.Started);
            round.TakeUp(job.Id);
        }
        catch (OperationCanceledException) when (control.Stop.IsCancellationRequested)
        {
            // The run is open: the next start takes its input in.
            round.Note(ExitCode.Unfinished);
        }
        catch (Exception e) when (e is not StoreException)
        {
            var code = FaultReport.Say(e);
            await EndAsync(store, schedule, run, code, e.Message);
            round.Note(code);
        }
    }

    /// <summary>Ends a run whose job is over, with its output in its place: the round has not written it when another run wanted the job elsewhere, or had ended it before a crash.</summary>
    private async Task WriteAsync(Session session, Schedule schedule, ScheduledRun run, Job job)
    {
        string? reason = null;
        var code = round.EndOf(job.Id);
        if (code is null || JobResults.OutputOf(job) != ScheduledCommand.OutputOf(schedule))
        {
            code = await FaultReport.GuardAsync(
                async () => Closing.Code(await session.Engine.CarryOnAsync(job.Id, ScheduledCommand.OutputOf(schedule), control: control)), fault => reason = fault);
            round.Note(code.Value);
        }

        await EndAsync(session.Engine.Store, schedule, run, code.Value, reason);
    }

    private static async Task EndAsync(IStore store, Schedule schedule, ScheduledRun run, int code, string? reason)
    {
        await store.EndRunAsync(run.Id, code, reason);
        if ((await store.ListRunsAsync(schedule.Id)).FirstOrDefault(ended => ended.Id == run.Id) is { } end)
            Screen.Say($"Schedule {schedule.Name}: the run of {ScheduleText.Time(end.Id.PlannedAt, schedule)} has ended: {ScheduleText.What(end)}");
    }
}
