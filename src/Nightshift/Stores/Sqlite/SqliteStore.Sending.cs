using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string MarkSent =
        "UPDATE rows SET state = 2, sends = sends + 1, batch = NULL, reserved = ?4 WHERE id >= ?1 AND id < ?2 AND epoch = ?3 AND state = 1 RETURNING id";

    private const string Release = "UPDATE rows SET state = 0 WHERE id >= ?1 AND id < ?2 AND epoch = ?3 AND state = 1 RETURNING id";

    private const string Withdraw = """
        UPDATE rows SET state = ?4, sends = sends - 1, batch = NULL, reserved = 0
        WHERE id >= ?1 AND id < ?2 AND epoch = ?3 AND state = 2 RETURNING id, epoch, entries, followers
        """;

    private const string SumSetAside = "SELECT coalesce(sum(reserved), 0) FROM rows WHERE id >= ?1 AND id < ?2 AND epoch = ?3 AND state = 2";

    /// <inheritdoc/>
    public async ValueTask<Departure> MarkSentAsync(IReadOnlyList<Lease> leases, Reservation? reservation = null, CancellationToken cancellation = default)
    {
        var sent = await WriteAsync((database, tally) => Depart(database, tally, leases, reservation ?? Reservation.None), cancellation);
        Failpoint.Hit(StoreFailpoints.IntentStored);
        return sent;
    }

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellation = default) => await WriteAsync(
        (database, tally) =>
        {
            var released = MoveClaimed(database, tally, leases, Release, RowState.Pending).ToHashSet();
            WithdrawSent(database, tally, [.. leases.Where(lease => !released.Contains(lease))]);
            foreach (var lease in leases)
                LowerCursor(lease.Row);
            return true;
        },
        cancellation);

    private Departure Depart(Database database, Tally tally, IReadOnlyList<Lease> leases, Reservation reservation)
    {
        var (fit, tightest) = reservation.Fit(leases.Count, reservation.Budgets.Select(budget => Standing(database, budget)));
        var sent = MoveClaimed(database, tally, fit == leases.Count ? leases : [.. leases.Take(fit)], MarkSent, RowState.Sent, StoredUnits.ToPicodollars(reservation.EachUsd));
        return new Departure(sent, tightest);
    }

    private static void WithdrawSent(Database database, Tally tally, IReadOnlyList<Lease> leases)
    {
        var jobs = new JobStates(database);
        foreach (var run in LeaseRun.Of(leases))
        {
            if (jobs.Find(run.Job) is not { } job)
                continue;
            var to = job == JobState.Cancelled ? RowState.Cancelled : RowState.Pending;
            using (var aside = run.Use(database, SumSetAside))
                tally.Reserve(run.Job, aside.Step() ? -aside.Int64(0) : 0);
            using var update = run.Use(database, Withdraw).Bind(4, (long)to);
            while (update.Step())
            {
                var row = new SettlingRow(RowId.FromPacked(update.Int64(0)), RowState.Sent, update.Int32(1), update.Int32(2), update.Int64(3), Reserved: 0);
                tally.Move(run.Job, RowState.Sent, to);
                if (row.Followers > 0)
                    UpdateFollowers(database, tally, row, to, verdict: null);
            }
        }
    }

    /// <summary>Applies an update to the rows whose leases hold; those leases.</summary>
    private static List<Lease> MoveClaimed(Database database, Tally tally, IReadOnlyList<Lease> leases, string sql, RowState to, long? reserved = null)
    {
        var moved = new List<Lease>(leases.Count);
        var jobs = new JobStates(database);
        foreach (var run in LeaseRun.Of(leases))
        {
            if (jobs.Find(run.Job) is null)
                continue;
            var before = moved.Count;
            using var update = run.Use(database, sql);
            if (reserved is { } each)
                update.Bind(4, each);
            while (update.Step())
                moved.Add(new Lease(RowId.FromPacked(update.Int64(0)), run.First.Epoch));
            tally.Move(run.Job, RowState.Claimed, to, moved.Count - before);
            tally.Reserve(run.Job, (moved.Count - before) * (reserved ?? 0));
        }

        return moved;
    }

    /// <summary>The states of jobs, read once per write. Rows of a job without one are being removed: nobody holds them.</summary>
    private sealed class JobStates(Database database)
    {
        private readonly Dictionary<JobId, JobState?> _states = [];

        public JobState? Find(JobId job)
        {
            if (!_states.TryGetValue(job, out var state))
                _states.Add(job, state = FindState(database, job));
            return state;
        }
    }
}
