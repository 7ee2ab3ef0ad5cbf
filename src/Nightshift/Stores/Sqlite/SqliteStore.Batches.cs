using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string SelectBatches = """
        SELECT id, job, submission, account, model, rows, bytes, sha256, tokens, sealed_at, state, input_file, create_intended_at, remote_id,
            submitted_at, remote_status, remote_done, expires_at, next_step_at, results, tries, cancel_asked, fault_code, fault, ended_at, recalled_at
        FROM batches
        """;

    private const string SelectBatchById = SelectBatches + " WHERE id = ?1";
    private const string SelectBatchesOfJob = SelectBatches + " WHERE job = ?1 ORDER BY id";
    private const string SelectAllBatches = SelectBatches + " ORDER BY id";

    private const string MoveBatch = """
        UPDATE batches SET state = ?3, input_file = ?4, create_intended_at = ?5, remote_id = ?6, submitted_at = ?7, remote_status = ?8,
            remote_done = ?9, expires_at = ?10, next_step_at = ?11, results = ?12, tries = ?13, cancel_asked = ?14,
            fault_code = CASE WHEN ?3 = 5 AND fault_code = 'left' THEN fault_code ELSE ?15 END,
            fault = ?16, ended_at = ?17
        WHERE id = ?1 AND state = ?2
        """;

    private const string SelectBatchRows = """
        SELECT id, epoch, state, attempts, max_tokens, returns, 0 FROM rows
        WHERE batch = ?1 AND NOT EXISTS (SELECT 1 FROM left_rows WHERE left_rows.batch = ?1 AND row = rows.id)
        UNION ALL
        SELECT row, left_rows.epoch, 0, attempts, max_tokens, returns, 1 FROM left_rows JOIN rows ON rows.id = row WHERE left_rows.batch = ?1
        ORDER BY 1
        """;

    /// <inheritdoc/>
    public ValueTask<bool> MoveBatchAsync(BatchState from, Batch to, CancellationToken cancellation = default) => WriteAsync(
        (database, _) =>
        {
            using var update = database.Use(MoveBatch).Bind(1, to.Id.Value).Bind(2, (long)from);
            if (BindFacts(update, to).Run() == 0)
                return false;
            if (!to.State.IsOpen() && database.Scalar("SELECT 1 FROM rows WHERE batch = ?1 AND state = 2 LIMIT 1", to.Id.Value) is not null)
                throw Faults.HasSentRows(to.Id);
            if (!to.State.IsOpen())
                database.Use("DELETE FROM left_rows WHERE batch = ?1").Bind(1, to.Id.Value).Run();
            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Batch>> ListBatchesAsync(JobId? job = null, CancellationToken cancellation = default) => new(Read(database =>
    {
        using var select = job is { } one ? database.Use(SelectBatchesOfJob).Bind(1, one.Value) : database.Use(SelectAllBatches);
        var batches = new List<Batch>();
        while (select.Step())
            batches.Add(ReadBatch(select));
        return batches;
    }));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BatchRow>> ReadBatchRowsAsync(BatchId batch, CancellationToken cancellation = default) => new(Read(database =>
    {
        var rows = new List<BatchRow>((int)(database.Scalar("SELECT rows FROM batches WHERE id = ?1", batch.Value) ?? 0));
        using var select = database.Use(SelectBatchRows).Bind(1, batch.Value);
        while (select.Step())
        {
            rows.Add(new BatchRow(
                new Lease(RowId.FromPacked(select.Int64(0)), select.Int32(1)),
                IsOpen: (RowState)select.Int32(2) == RowState.Sent,
                select.Int32(3),
                (int?)select.NullableInt64(4),
                select.Int32(5)) { HasLeft = select.Int32(6) != 0 });
        }

        return rows;
    }));

    private static Statement BindFacts(Statement update, Batch batch) => update
        .Bind(3, (long)batch.State).Bind(4, batch.InputFile).Bind(5, StoredUnits.ToMilliseconds(batch.CreateIntendedAt))
        .Bind(6, batch.RemoteId).Bind(7, StoredUnits.ToMilliseconds(batch.SubmittedAt)).Bind(8, batch.RemoteStatus)
        .Bind(9, batch.RemoteDone).Bind(10, StoredUnits.ToMilliseconds(batch.ExpiresAt)).Bind(11, StoredUnits.ToMilliseconds(batch.NextStepAt))
        .Bind(12, ToJson(batch.Results))
        .Bind(13, batch.Tries).Bind(14, batch.CancelAsked ? 1 : 0).Bind(15, batch.FaultCode).Bind(16, batch.Fault)
        .Bind(17, StoredUnits.ToMilliseconds(batch.EndedAt));

    private static Batch ReadBatch(Statement row) => new()
    {
        Id = new BatchId(row.Int64(0)),
        Job = new JobId(row.Int64(1)),
        Submission = row.Text(2)!,
        Account = row.Text(3)!,
        Model = row.Text(4)!,
        Rows = row.Int32(5),
        Bytes = row.Int64(6),
        Sha256 = row.Text(7)!,
        Tokens = row.Int64(8),
        SealedAt = StoredUnits.ToTime(row.Int64(9)),
        State = (BatchState)row.Int32(10),
        InputFile = row.Text(11),
        CreateIntendedAt = StoredUnits.ToTime(row.NullableInt64(12)),
        RemoteId = row.Text(13),
        SubmittedAt = StoredUnits.ToTime(row.NullableInt64(14)),
        RemoteStatus = row.Text(15),
        RemoteDone = row.Int32(16),
        ExpiresAt = StoredUnits.ToTime(row.NullableInt64(17)),
        NextStepAt = StoredUnits.ToTime(row.NullableInt64(18)),
        Results = JsonSerializer.Deserialize(row.Text(19)!, StringsJson.Default.StringArray)!,
        Tries = row.Int32(20),
        CancelAsked = row.Int32(21) != 0,
        FaultCode = row.Text(22),
        Fault = row.Text(23),
        EndedAt = StoredUnits.ToTime(row.NullableInt64(24)),
        RecalledAt = StoredUnits.ToTime(row.NullableInt64(25)),
    };
}
