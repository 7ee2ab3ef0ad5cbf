using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string CountClaimed = "SELECT count(*) FROM rows WHERE id >= ?1 AND id < ?2 AND epoch = ?3 AND state = 1";

    private const string SendInBatch =
        "UPDATE rows SET state = 2, sends = sends + 1, batch = ?4, reserved = ?5 WHERE id >= ?1 AND id < ?2 AND epoch = ?3 AND state = 1";

    private const string InsertBatch = """
        INSERT INTO batches (job, submission, account, model, rows, bytes, sha256, tokens, sealed_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id
        """;

    /// <inheritdoc/>
    public async ValueTask<Batch?> SealBatchAsync(
        NewBatch batch, IReadOnlyList<Lease> leases, Reservation? reservation = null, CancellationToken cancellation = default)
    {
        var aside = reservation ?? Reservation.None;
        Faults.CheckLeases(batch, leases);
        LeaseRun[] runs = [.. LeaseRun.Of(leases)];
        var made = await WriteAsync(
            (database, tally) =>
            {
                GetState(database, batch.Job);
                using var existing = database.Use("SELECT 1 FROM batches WHERE submission = ?1").Bind(1, batch.Submission);
                if (existing.Step())
                    throw Faults.SubmissionTaken(batch.Submission);
                return aside.Fit(leases.Count, aside.Budgets.Select(budget => Standing(database, budget))).Fit == leases.Count && runs.All(run => Holds(database, run))
                    ? Seal(database, tally, batch, runs, leases.Count, StoredUnits.ToPicodollars(aside.EachUsd))
                    : null;
            },
            cancellation);
        Failpoint.Hit(StoreFailpoints.BatchSealed);
        return made;
    }

    private static bool Holds(Database database, LeaseRun run)
    {
        using var count = run.Use(database, CountClaimed);
        return count.Step() && count.Int64(0) == run.Length;
    }

    private Batch Seal(Database database, Tally tally, NewBatch batch, LeaseRun[] runs, int rows, long reserved)
    {
        var id = Insert(database, batch, rows);
        foreach (var run in runs)
        {
            using var update = run.Use(database, SendInBatch);
            update.Bind(4, id).Bind(5, reserved).Run(run.Length);
        }

        tally.Move(batch.Job, RowState.Claimed, RowState.Sent, rows);
        tally.Reserve(batch.Job, rows * reserved);
        using var added = database.Use(SelectBatchById).Bind(1, id);
        added.Step();
        return ReadBatch(added);
    }

    private long Insert(Database database, NewBatch batch, int rows)
    {
        using var insert = database.Use(InsertBatch);
        insert.Bind(1, batch.Job.Value).Bind(2, batch.Submission).Bind(3, batch.Account).Bind(4, batch.Model)
            .Bind(5, rows).Bind(6, batch.Bytes).Bind(7, batch.Sha256).Bind(8, batch.Tokens)
            .Bind(9, StoredUnits.ToMilliseconds(Now))
            .Step();
        return insert.Int64(0);
    }
}
