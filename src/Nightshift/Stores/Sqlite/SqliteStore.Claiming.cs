using System.Collections.Concurrent;
using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string ClaimColumns = """
        SELECT rows.id, epoch, attempts, max_tokens, user_id, record FROM rows CROSS JOIN inputs ON inputs.id = rows.id
        """;

    private const string SelectWaiting = ClaimColumns + """

        WHERE rows.id >> 40 = ?1 AND not_before > ?2 AND not_before <= ?3 AND not_before > 0 AND state = 0 AND leader IS NULL
        ORDER BY not_before, rows.id LIMIT ?4
        """;

    private const string SelectFresh = ClaimColumns + """

        WHERE rows.id >= ?1 AND rows.id < ?2 AND state = 0 AND not_before = 0 AND leader IS NULL
        ORDER BY rows.id LIMIT ?3
        """;

    private const string NextFresh = """
        SELECT id FROM rows WHERE id >= ?1 AND id < ?2 AND state = 0 AND not_before = 0 AND leader IS NULL ORDER BY id LIMIT 1
        """;

    private const string NextWaiting = """
        SELECT not_before FROM rows
        WHERE id >> 40 = ?1 AND not_before > ?2 AND not_before > 0 AND state = 0 AND leader IS NULL ORDER BY not_before LIMIT 1
        """;

    private const string LastWaiting = """
        SELECT not_before FROM rows
        WHERE id >> 40 = ?1 AND not_before > 0 AND state = 0 AND leader IS NULL ORDER BY not_before DESC LIMIT 1
        """;

    // Per job, the id below which no row waits for its first claim. Only ever too low: it saves walking over rows that ended.
    private readonly ConcurrentDictionary<JobId, long> _cursors = [];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ClaimedRow>> ClaimAsync(JobId job, int max, CancellationToken cancellation = default)
    {
        var claimed = await WriteAsync(
            (database, tally) =>
            {
                var claimed = new List<ClaimedRow>();
                if (FindState(database, job) != JobState.Running)
                    return claimed;

                var now = StoredUnits.ToMilliseconds(Now);
                AddWaiting(database, job, 0, now, max, claimed);
                AddWaiting(database, job, StoredUnits.ToMilliseconds(Now + RetryTimes.Longest), long.MaxValue, max, claimed);
                AddFresh(database, job, max, claimed);
                foreach (var row in claimed)
                {
                    using var update = database.Use("UPDATE rows SET state = 1, epoch = epoch + 1 WHERE id = ?1 AND state = 0");
                    update.Bind(1, row.Lease.Row.Packed).RunOne();
                }

                tally.Move(job, RowState.Pending, RowState.Claimed, claimed.Count);
                return claimed;
            },
            cancellation);
        Failpoint.Hit(StoreFailpoints.Claimed);
        return claimed;
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextDueAsync(JobId job, CancellationToken cancellation = default) => new(Read(database =>
    {
        var now = Now;
        var range = IdRange.Of(job);
        if (database.Scalar(NextFresh, Math.Max(range.First, _cursors.GetValueOrDefault(job)), range.End) is not null)
            return now;

        DateTimeOffset? first = database.Scalar(NextWaiting, job.Value, 0) is { } next ? StoredUnits.ToTime(next) : null;
        var last = database.Scalar(LastWaiting, job.Value);
        return first is null ? null
            : RetryTimes.IsDue(first, now) || RetryTimes.IsDue(StoredUnits.ToTime(last!.Value), now) ? now
            : first;
    }));

    private static void AddWaiting(Database database, JobId job, long after, long until, int max, List<ClaimedRow> claimed)
    {
        using var select = database.Use(SelectWaiting);
        select.Bind(1, job.Value).Bind(2, after).Bind(3, until).Bind(4, max - claimed.Count);
        while (select.Step())
            claimed.Add(ReadClaimed(select));
    }

    private void AddFresh(Database database, JobId job, int max, List<ClaimedRow> claimed)
    {
        var wanted = max - claimed.Count;
        var range = IdRange.Of(job);
        using var select = database.Use(SelectFresh);
        select.Bind(1, Math.Max(range.First, _cursors.GetValueOrDefault(job))).Bind(2, range.End).Bind(3, wanted);
        var found = 0;
        for (; select.Step(); found++)
            claimed.Add(ReadClaimed(select));

        if (found < wanted)
            _cursors[job] = range.End;
        else if (found > 0)
            _cursors[job] = claimed[^1].Lease.Row.Packed + 1;
    }

    /// <summary>A row waits again as if it had not been claimed.</summary>
    private void LowerCursor(RowId row)
    {
        if (_cursors.TryGetValue(row.Job, out var cursor) && cursor > row.Packed)
            _cursors[row.Job] = row.Packed;
    }

    private static ClaimedRow ReadClaimed(Statement row) => new(
        new Lease(RowId.FromPacked(row.Int64(0)), row.Int32(1) + 1),
        row.Text(4),
        row.Blob(5),
        row.Int32(2),
        (int?)row.NullableInt64(3));
}
