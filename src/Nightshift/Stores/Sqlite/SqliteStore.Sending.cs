using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string MarkSent = "UPDATE rows SET state = 2, sends = sends + 1 WHERE id = ?1 AND epoch = ?2 AND state = 1";
    private const string Release = "UPDATE rows SET state = 0 WHERE id = ?1 AND epoch = ?2 AND state = 1";

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
            var released = MoveClaimed(database, tally, leases, Release, RowState.Pending);
            foreach (var lease in released)
                LowerCursor(lease.Row);
            return released;
        },
        cancellation);

    /// <summary>Applies an update to the rows whose leases hold; those leases, in order.</summary>
    private static List<Lease> MoveClaimed(Database database, Tally tally, IReadOnlyList<Lease> leases, string sql, RowState to)
    {
        var moved = new List<Lease>(leases.Count);
        var jobs = new JobStates(database);
        foreach (var lease in leases)
        {
            if (jobs.Find(lease.Row.Job) is null)
                continue;
            using var update = database.Use(sql);
            if (update.Bind(1, lease.Row.Packed).Bind(2, lease.Epoch).Run() == 0)
                continue;
            tally.Move(lease.Row.Job, RowState.Claimed, to);
            moved.Add(lease);
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
