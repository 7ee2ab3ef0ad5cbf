using Nightshift.Model;

namespace Nightshift.Stores;

/// <summary>What the store keeps of schedules. The promises of <see cref="IStore"/> hold here too.</summary>
public interface IScheduleStore
{
    /// <summary>So many runs are kept of a schedule: the newest, and one that has not ended.</summary>
    const int MostRuns = 1_000;

    /// <summary>Adds a schedule.</summary>
    /// <exception cref="InvalidOperationException">One with this name exists.</exception>
    ValueTask<Schedule> AddScheduleAsync(NewSchedule schedule, CancellationToken cancellation = default);

    /// <summary>Removes a schedule and what is known of its runs. Their jobs stay.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    ValueTask RemoveScheduleAsync(ScheduleId schedule, CancellationToken cancellation = default);

    /// <summary>All schedules, by name.</summary>
    ValueTask<IReadOnlyList<Schedule>> ListSchedulesAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Claims a planned time, in one commit, before anything is done about it: null when it has been claimed before. The run is open;
    /// it is <see cref="ScheduledRunState.Overlapped"/> when another of the schedule is, and <see cref="ScheduledRunState.Missed"/> when the claim says so.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no such schedule.</exception>
    ValueTask<ScheduledRun?> ClaimRunAsync(ScheduledRunId run, RunClaim claim, CancellationToken cancellation = default);

    /// <summary>Notes the job of an open run, and what that has spent before. False, and nothing noted, when the run is not open or has its job.</summary>
    /// <exception cref="InvalidOperationException">There is no such job.</exception>
    ValueTask<bool> StartRunAsync(ScheduledRunId run, JobId job, CancellationToken cancellation = default);

    /// <summary>Ends an open run, with the rows and the cost of its job as they are. False, and nothing written, when it is not open.</summary>
    ValueTask<bool> EndRunAsync(ScheduledRunId run, int exitCode, string? reason = null, CancellationToken cancellation = default);

    /// <summary>The runs of a schedule, the latest planned time first.</summary>
    ValueTask<IReadOnlyList<ScheduledRun>> ListRunsAsync(ScheduleId schedule, int most = MostRuns, CancellationToken cancellation = default);

    /// <summary>The open runs of all schedules, in the order of their planned times.</summary>
    ValueTask<IReadOnlyList<ScheduledRun>> ListOpenRunsAsync(CancellationToken cancellation = default);
}

/// <summary>What a planned time is claimed for.</summary>
public enum RunClaim
{
    /// <summary>Its time has come.</summary>
    Due,

    /// <summary>Somebody asks for it.</summary>
    ByHand,

    /// <summary>Its time has passed, and it is to be left out.</summary>
    Missed,
}
