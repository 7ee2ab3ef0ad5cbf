using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string InsertRun =
        "INSERT OR IGNORE INTO scheduled_runs (schedule, planned_at, by_hand, claimed_at, state) VALUES (?1, ?2, ?3, ?4, ?5)";

    private const string ForgetRuns = """
        DELETE FROM scheduled_runs WHERE schedule = ?1 AND state <> 0
            AND planned_at < (SELECT planned_at FROM scheduled_runs WHERE schedule = ?1 ORDER BY planned_at DESC LIMIT 1 OFFSET ?2)
        """;

    private const string StartRun = """
        UPDATE scheduled_runs SET job = ?3, spent_before = (SELECT cost FROM progress WHERE progress.job = ?3)
        WHERE schedule = ?1 AND planned_at = ?2 AND state = 0 AND job IS NULL
        """;

    private const string EndRun = """
        UPDATE scheduled_runs SET state = 1, ended_at = ?3, exit_code = ?4, reason = ?5,
            rows = (SELECT pending + claimed + sent + succeeded + p.failed + cancelled + expired FROM progress AS p WHERE p.job = scheduled_runs.job),
            failed = (SELECT p.failed + expired FROM progress AS p WHERE p.job = scheduled_runs.job),
            cost = (SELECT p.cost - spent_before FROM progress AS p WHERE p.job = scheduled_runs.job)
        WHERE schedule = ?1 AND planned_at = ?2 AND state = 0
        """;

    private const string SelectRuns = "SELECT schedule, planned_at, by_hand, claimed_at, state, job, ended_at, exit_code, reason, rows, failed, cost FROM scheduled_runs";
    private const string SelectRun = SelectRuns + " WHERE schedule = ?1 AND planned_at = ?2";
    private const string SelectRunsOfSchedule = SelectRuns + " WHERE schedule = ?1 ORDER BY planned_at DESC LIMIT ?2";
    private const string SelectOpenRuns = SelectRuns + " WHERE state = 0 ORDER BY planned_at, schedule";

    /// <inheritdoc/>
    public ValueTask<ScheduledRun?> ClaimRunAsync(ScheduledRunId run, RunClaim claim, CancellationToken cancellation = default) => WriteAsync(
        (database, _) =>
        {
            if (database.Scalar("SELECT 1 FROM schedules WHERE id = ?1", run.Schedule.Value) is null)
                throw Faults.NoSchedule(run.Schedule);
            var isOpen = database.Scalar("SELECT 1 FROM scheduled_runs WHERE schedule = ?1 AND state = 0", run.Schedule.Value) is not null;
            using var insert = Named(database, InsertRun, run);
            insert.Bind(3, claim == RunClaim.ByHand ? 1 : 0).Bind(4, StoredUnits.ToMilliseconds(Now)).Bind(5, (long)Faults.ClaimedAs(claim, isOpen));
            if (insert.Run() == 0)
                return null;
            using var forget = database.Use(ForgetRuns).Bind(1, run.Schedule.Value).Bind(2, IScheduleStore.MostRuns - 1);
            forget.Run();
            using var claimed = Named(database, SelectRun, run);
            return claimed.Step() ? ReadRun(claimed) : null;
        },
        cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> StartRunAsync(ScheduledRunId run, JobId job, CancellationToken cancellation = default) => WriteAsync(
        (database, _) =>
        {
            GetState(database, job);
            using var update = Named(database, StartRun, run);
            return update.Bind(3, job.Value).Run() == 1;
        },
        cancellation);

    /// <inheritdoc/>
    public ValueTask<bool> EndRunAsync(ScheduledRunId run, int exitCode, string? reason = null, CancellationToken cancellation = default) => WriteAsync(
        (database, _) =>
        {
            using var update = Named(database, EndRun, run);
            return update.Bind(3, StoredUnits.ToMilliseconds(Now)).Bind(4, exitCode).Bind(5, reason).Run() == 1;
        },
        cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ScheduledRun>> ListRunsAsync(ScheduleId schedule, int most = IScheduleStore.MostRuns, CancellationToken cancellation = default) =>
        new(Read(database => ReadRuns(database.Use(SelectRunsOfSchedule).Bind(1, schedule.Value).Bind(2, most))));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ScheduledRun>> ListOpenRunsAsync(CancellationToken cancellation = default) =>
        new(Read(database => ReadRuns(database.Use(SelectOpenRuns))));

    private static Statement Named(Database database, string sql, ScheduledRunId run) =>
        database.Use(sql).Bind(1, run.Schedule.Value).Bind(2, StoredUnits.ToMilliseconds(run.PlannedAt));

    private static List<ScheduledRun> ReadRuns(Statement select)
    {
        using (select)
        {
            var runs = new List<ScheduledRun>();
            while (select.Step())
                runs.Add(ReadRun(select));
            return runs;
        }
    }

    private static ScheduledRun ReadRun(Statement row) => new()
    {
        Id = new ScheduledRunId(new ScheduleId(row.Int64(0)), StoredUnits.ToTime(row.Int64(1))),
        IsByHand = row.Int32(2) != 0,
        ClaimedAt = StoredUnits.ToTime(row.Int64(3)),
        State = (ScheduledRunState)row.Int32(4),
        Job = row.NullableInt64(5) is { } job ? new JobId(job) : null,
        EndedAt = StoredUnits.ToTime(row.NullableInt64(6)),
        ExitCode = (int?)row.NullableInt64(7),
        Reason = row.Text(8),
        Rows = row.NullableInt64(9),
        Failed = row.NullableInt64(10),
        CostUsd = StoredUnits.ToDollars(row.NullableInt64(11)),
    };
}
