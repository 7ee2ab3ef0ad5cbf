using System.Collections.Concurrent;
using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string ClaimColumns = """
        SELECT rows.id, epoch, attempts, max_tokens, not_before, user_id, record FROM rows CROSS JOIN inputs ON inputs.id = rows.id
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

    private const string ClaimOne = "UPDATE rows SET state = 1, epoch = epoch + 1 WHERE id = ?1 AND state = 0";

    private const string ClaimFresh = """
        UPDATE rows SET state = 1, epoch = epoch + 1
        WHERE id >= ?1 AND id < ?2 AND state = 0 AND not_before = 0 AND leader IS NULL
        """;

    // Per job, the id below which no row waits for its first claim. Only ever too low: it saves walking over rows that ended.
    private readonly ConcurrentDictionary<JobId, long> _cursors = [];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ClaimedRow>> ClaimAsync(JobId job, ClaimLimit limit, CancellationToken cancellation = default)
    {
        var claimed = await WriteAsync(
            (database, tally) =>
            {
                var claimed = new Claim(limit);
                if (FindState(database, job) != JobState.Running)
                    return claimed.Rows;

                _space.Require();
                AddWaiting(database, job, 0, StoredUnits.ToMilliseconds(Now), claimed);
                AddWaiting(database, job, StoredUnits.ToMilliseconds(Now + RetryTimes.Longest), long.MaxValue, claimed);
                foreach (var row in claimed.Rows)
                    database.Use(ClaimOne).Bind(1, row.Lease.Row.Packed).RunOne();
                AddFresh(database, job, claimed);
                tally.Move(job, RowState.Pending, RowState.Claimed, claimed.Rows.Count);
                return claimed.Rows;
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

    private static void AddWaiting(Database database, JobId job, long after, long until, Claim claimed)
    {
        using var select = database.Use(SelectWaiting);
        select.Bind(1, job.Value).Bind(2, after).Bind(3, until).Bind(4, claimed.RetriesLeft);
        while (select.Step() && claimed.TryAdd(select))
        {
        }
    }

    private void AddFresh(Database database, JobId job, Claim claimed)
    {
        var range = IdRange.Of(job);
        var first = Math.Max(range.First, _cursors.GetValueOrDefault(job));
        var (end, before) = (first, claimed.Rows.Count);
        using (var select = database.Use(SelectFresh).Bind(1, first).Bind(2, range.End).Bind(3, claimed.RowsLeft))
        {
            while (claimed.RowsLeft > 0)
            {
                if (!select.Step())
                {
                    end = range.End;
                    break;
                }

                if (!claimed.TryAdd(select))
                    break;
                end = claimed.Rows[^1].Lease.Row.Packed + 1;
            }
        }

        var fresh = claimed.Rows.Count - before;
        if (fresh > 0 && database.Use(ClaimFresh).Bind(1, first).Bind(2, end).Run() is var changed && changed != fresh)
            throw new InvalidOperationException($"a claim of {fresh} rows changed {changed}; run `nightshift doctor`");
        _cursors[job] = end;
    }

    /// <summary>A row waits again as if it had not been claimed.</summary>
    private void LowerCursor(RowId row)
    {
        if (_cursors.TryGetValue(row.Job, out var cursor) && cursor > row.Packed)
            _cursors[row.Job] = row.Packed;
    }

    /// <summary>Rows as they are read, until the limit is reached.</summary>
    private sealed class Claim(ClaimLimit limit)
    {
        private long _bytes;

        public List<ClaimedRow> Rows { get; } = [];

        public int RowsLeft => limit.Rows - Rows.Count;

        public int RetriesLeft => Math.Min(limit.Rows, limit.Retries) - Rows.Count;

        /// <summary>Adds the row that a statement is at; false when it would be too large beside those before.</summary>
        public bool TryAdd(Statement row)
        {
            var claimed = new ClaimedRow(
                new Lease(RowId.FromPacked(row.Int64(0)), row.Int32(1) + 1),
                row.Text(5),
                row.Blob(6),
                row.Int32(2),
                (int?)row.NullableInt64(3),
                IsRetry: row.Int64(4) != 0);
            _bytes += claimed.Record.Length;
            if (_bytes > limit.Bytes && Rows.Count > 0)
                return false;
            Rows.Add(claimed);
            return true;
        }
    }
}
