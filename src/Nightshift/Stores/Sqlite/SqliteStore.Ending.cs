using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string RetryFailed = """
        UPDATE rows SET state = 0, attempts = 0, crashes = 0, returns = 0, not_before = 0, error_code = NULL, error = NULL
        WHERE id >= ?1 AND id < ?2 AND state = ?3 AND error_code IS NOT 'bad_record'
        """;

    // A follower goes with its leader: while that is sent, an answer may come for both.
    private const string CancelUnsent = """
        UPDATE rows SET state = 5
        WHERE id >= ?1 AND id < ?2 AND state = ?3
            AND (leader IS NULL OR (SELECT leading.state FROM rows AS leading WHERE leading.id = rows.leader) <> 2)
        """;

    /// <inheritdoc/>
    public ValueTask<long> RetryFailedAsync(JobId job, CancellationToken cancellation = default) => WriteAsync(
        (database, tally) =>
        {
            var state = GetState(database, job);
            var retried = MoveAll(database, tally, job, RetryFailed, RowState.Failed, RowState.Pending)
                + MoveAll(database, tally, job, RetryFailed, RowState.Expired, RowState.Pending);
            if (retried > 0 || state == JobState.Paused)
                SetState(database, job, JobState.Running, reason: null);
            _cursors.TryRemove(job, out _);
            return retried;
        },
        cancellation);

    /// <inheritdoc/>
    public ValueTask<long> CancelAsync(JobId job, CancellationToken cancellation = default) => WriteAsync(
        (database, tally) =>
        {
            if (GetState(database, job) is JobState.Finished or JobState.Cancelled)
                return 0L;
            SetState(database, job, JobState.Cancelled, reason: null);
            return MoveAll(database, tally, job, CancelUnsent, RowState.Claimed, RowState.Cancelled)
                + MoveAll(database, tally, job, CancelUnsent, RowState.Pending, RowState.Cancelled);
        },
        cancellation);

    private static long MoveAll(Database database, Tally tally, JobId job, string sql, RowState from, RowState to)
    {
        var range = IdRange.Of(job);
        using var update = database.Use(sql);
        var moved = update.Bind(1, range.First).Bind(2, range.End).Bind(3, (long)from).Run();
        tally.Move(job, from, to, moved);
        return moved;
    }
}
