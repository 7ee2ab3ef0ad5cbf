using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

public sealed partial class InMemoryStore
{
    private readonly List<Schedule> _schedules = [];
    private readonly Dictionary<ScheduledRunId, (ScheduledRun Run, decimal SpentBefore)> _runs = [];
    private long _lastSchedule;

    /// <inheritdoc/>
    public ValueTask<Schedule> AddScheduleAsync(NewSchedule schedule, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (_schedules.Exists(existing => existing.Name == schedule.Name))
                throw Faults.ScheduleTaken(schedule.Name);
            var added = new Schedule
            {
                Id = new ScheduleId(++_lastSchedule),
                Name = schedule.Name,
                Cron = schedule.Cron,
                TimeZone = schedule.TimeZone,
                Missed = schedule.Missed,
                Arguments = [.. schedule.Arguments],
                Folder = schedule.Folder,
                CreatedAt = Now,
            };
            _schedules.Add(added);
            return new(added);
        }
    }

    /// <inheritdoc/>
    public ValueTask RemoveScheduleAsync(ScheduleId schedule, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (_schedules.RemoveAll(existing => existing.Id == schedule) == 0)
                throw Faults.NoSchedule(schedule);
            foreach (var run in RunsOf(schedule))
                _runs.Remove(run.Id);
            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Schedule>> ListSchedulesAsync(CancellationToken cancellation = default)
    {
        lock (_gate)
            return new([.. _schedules.OrderBy(schedule => schedule.Name, StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public ValueTask<ScheduledRun?> ClaimRunAsync(ScheduledRunId run, RunClaim claim, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (!_schedules.Exists(schedule => schedule.Id == run.Schedule))
                throw Faults.NoSchedule(run.Schedule);
            if (_runs.ContainsKey(run))
                return new((ScheduledRun?)null);
            var isOpen = RunsOf(run.Schedule).Exists(other => other.State == ScheduledRunState.Open);
            var claimed = new ScheduledRun { Id = run, IsByHand = claim == RunClaim.ByHand, ClaimedAt = Now, State = Faults.ClaimedAs(claim, isOpen) };
            _runs.Add(run, (claimed, 0));
            foreach (var old in RunsOf(run.Schedule).Skip(IScheduleStore.MostRuns).Where(old => old.State != ScheduledRunState.Open))
                _runs.Remove(old.Id);
            return new(_runs.ContainsKey(run) ? claimed : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> StartRunAsync(ScheduledRunId run, JobId job, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var started = Get(job);
            if (!_runs.TryGetValue(run, out var kept) || kept.Run is not { State: ScheduledRunState.Open, Job: null })
                return new(false);
            _runs[run] = (kept.Run with { Job = job }, started.Spend.CostUsd);
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> EndRunAsync(ScheduledRunId run, int exitCode, string? reason = null, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (!_runs.TryGetValue(run, out var kept) || kept.Run.State != ScheduledRunState.Open)
                return new(false);
            var job = kept.Run.Job is { } id ? _jobs.GetValueOrDefault(id.Value) : null;
            _runs[run] = (kept.Run with
            {
                State = ScheduledRunState.Ended,
                EndedAt = Now,
                ExitCode = exitCode,
                Reason = reason,
                Rows = job?.Counts.Total,
                Failed = job?.Counts.Failed + job?.Counts.Expired,
                CostUsd = job?.Spend.CostUsd - kept.SpentBefore,
            }, kept.SpentBefore);
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ScheduledRun>> ListRunsAsync(ScheduleId schedule, int most = IScheduleStore.MostRuns, CancellationToken cancellation = default)
    {
        lock (_gate)
            return new([.. RunsOf(schedule).Take(most)]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ScheduledRun>> ListOpenRunsAsync(CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            return new([.. _runs.Values.Select(kept => kept.Run).Where(run => run.State == ScheduledRunState.Open)
                .OrderBy(run => run.Id.PlannedAt).ThenBy(run => run.Id.Schedule.Value)]);
        }
    }

    /// <summary>The latest planned time first.</summary>
    private List<ScheduledRun> RunsOf(ScheduleId schedule) =>
        [.. _runs.Values.Select(kept => kept.Run).Where(run => run.Id.Schedule == schedule).OrderByDescending(run => run.Id.PlannedAt)];
}
