using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string MarkSent =
        "UPDATE rows SET state = 2, sends = sends + 1 WHERE id >= ?1 AND id < ?2 AND epoch = ?3 AND state = 1 RETURNING id";

    private const string Release = "UPDATE rows SET state = 0 WHERE id >= ?1 AND id < ?2 AND epoch = ?3 AND state = 1 RETURNING id";
    private const string Withdraw = "UPDATE rows SET state = ?2, sends = sends - 1 WHERE id = ?1 AND state = 2";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Lease>> MarkSentAsync(IReadOnlyList<Lease> leases, CancellationToken cancellation = default)
    {
        var sent = await WriteAsync((database, tally) => MoveClaimed(database, tally, leases, MarkSent, RowState.Sent), cancellation);
        Failpoint.Hit(StoreFailpoints.IntentStored);
        return sent;
    }

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellation = default) => await WriteAsync(
        (database, tally) =>
        {
            var released = MoveClaimed(database, tally, leases, Release, RowState.Pending).ToHashSet();
            var jobs = new JobStates(database);
            foreach (var lease in leases.Where(lease => !released.Contains(lease)))
                WithdrawSent(database, tally, jobs, lease);
            foreach (var lease in leases)
                LowerCursor(lease.Row);
            return true;
        },
        cancellation);

    private static void WithdrawSent(Database database, Tally tally, JobStates jobs, Lease lease)
    {
        if (jobs.Find(lease.Row.Job) is not { } job || FindRow(database, lease.Row) is not { State: RowState.Sent } row || row.Epoch != lease.Epoch)
            return;
        var to = job == JobState.Cancelled ? RowState.Cancelled : RowState.Pending;
        database.Use(Withdraw).Bind(1, lease.Row.Packed).Bind(2, (long)to).RunOne();
        tally.Move(lease.Row.Job, RowState.Sent, to);
        if (row.Followers > 0)
            UpdateFollowers(database, tally, row, to, fail: null);
    }

    /// <summary>Applies an update to the rows whose leases hold; those leases. Rows in a row, the usual case, are one statement's work.</summary>
    private static List<Lease> MoveClaimed(Database database, Tally tally, IReadOnlyList<Lease> leases, string sql, RowState to)
    {
        var moved = new List<Lease>(leases.Count);
        var jobs = new JobStates(database);
        for (var i = 0; i < leases.Count;)
        {
            var (row, epoch) = leases[i];
            var run = RunLength(leases, i);
            i += run;
            if (jobs.Find(row.Job) is null)
                continue;
            var before = moved.Count;
            using var update = database.Use(sql).Bind(1, row.Packed).Bind(2, row.Packed + run).Bind(3, epoch);
            while (update.Step())
                moved.Add(new Lease(RowId.FromPacked(update.Int64(0)), epoch));
            tally.Move(row.Job, RowState.Claimed, to, moved.Count - before);
        }

        return moved;
    }

    /// <summary>How many leases from one on are of rows that follow each other, in the same epoch.</summary>
    private static int RunLength(IReadOnlyList<Lease> leases, int from)
    {
        var (first, epoch) = leases[from];
        var length = 1;
        while (from + length < leases.Count && leases[from + length] == new Lease(RowId.FromPacked(first.Packed + length), epoch))
            length++;
        return length;
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
