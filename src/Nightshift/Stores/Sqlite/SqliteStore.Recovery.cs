using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string SelectInFlight = """
        SELECT id, state, epoch, entries, followers, reserved FROM rows
        WHERE id >= ?1 AND id < ?2 AND state IN (1, 2)
            AND NOT (state = 2 AND EXISTS (SELECT 1 FROM batches WHERE batches.id = rows.batch AND batches.state < 8))
        ORDER BY id
        """;

    private const string RecoverClaimed = "UPDATE rows SET state = 0, not_before = 0 WHERE id = ?1 AND state = 1";

    private const string RecoverSent = """
        UPDATE rows SET state = ?2, not_before = 0, reserved = 0, crashes = crashes + 1, attempts = attempts + (crashes >= ?3)
        WHERE id = ?1 AND state = 2
        """;

    /// <inheritdoc/>
    /// <remarks>Also finishes removals that a crash cut short.</remarks>
    public async ValueTask<Recovered> RecoverAsync(CancellationToken cancellation = default)
    {
        var recovered = await WriteAsync(
            (database, tally) =>
            {
                var (released, indeterminate) = (0L, 0L);
                foreach (var (job, state) in SelectJobsInFlight(database))
                {
                    foreach (var row in SelectRowsInFlight(database, job))
                    {
                        if (row.State == RowState.Sent)
                            indeterminate++;
                        else
                            released++;
                        Recover(database, tally, row, state == JobState.Cancelled);
                    }
                }

                RecoverDeliveries(database);
                _cursors.Clear();
                return new Recovered(released, indeterminate);
            },
            cancellation);
        await FinishRemovalsAsync(cancellation);
        return recovered;
    }

    private void Recover(Database database, Tally tally, SettlingRow row, bool jobCancelled)
    {
        var to = RowState.Pending;
        if (row.State == RowState.Claimed)
        {
            using var update = database.Use(RecoverClaimed);
            update.Bind(1, row.Id.Packed).RunOne();
        }
        else
        {
            to = jobCancelled ? RowState.Cancelled : RowState.Pending;
            var unknown = new Attempt(Faults.Indeterminate, Now, TimeSpan.Zero) { IsUncertain = true };
            Book(database, tally, new Lease(row.Id, row.Epoch), row, unknown, SettleResult.Applied, verdict: null);
            AddToRow(database, row, unknown);
            using var update = database.Use(RecoverSent);
            update.Bind(1, row.Id.Packed).Bind(2, (long)to).Bind(3, Faults.CrashesForgiven).RunOne();
        }

        tally.Move(row.Id.Job, row.State, to);
        tally.Reserve(row.Id.Job, -row.Reserved);
        if (row.Followers > 0)
            UpdateFollowers(database, tally, row, to, verdict: null);
    }

    private static List<(JobId Job, JobState State)> SelectJobsInFlight(Database database)
    {
        using var select = database.Use("SELECT job, state FROM progress WHERE claimed + sent > 0");
        var jobs = new List<(JobId, JobState)>();
        while (select.Step())
            jobs.Add((new JobId(select.Int64(0)), (JobState)select.Int32(1)));
        return jobs;
    }

    private static List<SettlingRow> SelectRowsInFlight(Database database, JobId job)
    {
        var range = IdRange.Of(job);
        using var select = database.Use(SelectInFlight).Bind(1, range.First).Bind(2, range.End);
        var rows = new List<SettlingRow>();
        while (select.Step())
            rows.Add(new(RowId.FromPacked(select.Int64(0)), (RowState)select.Int32(1), select.Int32(2), select.Int32(3), select.Int64(4), select.Int64(5)));
        return rows;
    }
}
