using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string SelectSentInBatch = "SELECT id, epoch FROM rows WHERE batch = ?1 AND state = 2 ORDER BY id";
    private const string InsertLeft = "INSERT INTO left_rows (batch, row, epoch) VALUES (?1, ?2, ?3)";
    private const string TakeLeft = "DELETE FROM left_rows WHERE batch = ?1 AND row = ?2";
    private const string MarkLeft = "UPDATE batches SET fault_code = ?2 WHERE id = ?1 AND state = 5";

    /// <inheritdoc/>
    public async ValueTask RecallBatchAsync(BatchId batch, CancellationToken cancellation = default) => await WriteAsync(
        (database, _) => database.Use("UPDATE batches SET recalled_at = coalesce(recalled_at, ?2) WHERE id = ?1")
            .Bind(1, batch.Value).Bind(2, StoredUnits.ToMilliseconds(Now)).Run(),
        cancellation);

    /// <inheritdoc/>
    public ValueTask<int> LeaveBatchAsync(BatchId batch, Attempt attempt, CancellationToken cancellation = default) => WriteAsync(
        (database, tally) =>
        {
            using var mark = database.Use(MarkLeft).Bind(1, batch.Value).Bind(2, Batch.LeftCode);
            if (mark.Run() == 0)
                return 0;
            var (jobs, leases) = (new JobStates(database), SentIn(database, batch));
            foreach (var lease in leases)
            {
                using var insert = database.Use(InsertLeft);
                insert.Bind(1, batch.Value).Bind(2, lease.Row.Packed).Bind(3, lease.Epoch).RunOne();
                Settle(database, tally, jobs, new Settlement(lease, new Verdict.Retry(Now, CountsAsAttempt: false), attempt));
            }

            return leases.Count;
        },
        cancellation);

    private static List<Lease> SentIn(Database database, BatchId batch)
    {
        using var select = database.Use(SelectSentInBatch).Bind(1, batch.Value);
        var leases = new List<Lease>();
        while (select.Step())
            leases.Add(new Lease(RowId.FromPacked(select.Int64(0)), select.Int32(1)));
        return leases;
    }

    /// <summary>Whether a row that left a batch has not had its line from it yet; from now on it has.</summary>
    private static bool TakesLine(Database database, BatchId batch, RowId row)
    {
        using var take = database.Use(TakeLeft);
        return take.Bind(1, batch.Value).Bind(2, row.Packed).Run() == 1;
    }
}
