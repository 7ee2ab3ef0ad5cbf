using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string InsertInput = "INSERT INTO inputs (id, line, user_id, hash, record) VALUES (?1, ?2, ?3, ?4, ?5)";

    // Of a whole chunk at once: a row that waits says nothing but its number.
    private const string InsertRows = "INSERT INTO rows (id) SELECT id FROM inputs WHERE id >= ?1 AND id < ?2";

    private const string RefuseRow = "UPDATE rows SET state = 4, error_code = ?2, error = ?3 WHERE id = ?1";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DuplicateId>> AppendRowsAsync(
        JobId job, IReadOnlyList<NewRow> rows, long recordsRead, CancellationToken cancellation = default)
    {
        var duplicates = await WriteAsync(
            (database, tally) =>
            {
                CheckIntake(database, job);
                Faults.CheckSequence(rows, CountRows(database, job));
                var duplicates = FindDuplicates(database, job, rows);
                if (duplicates.Count > 0)
                    return duplicates;

                Store(database, tally, job, rows);
                using var update = database.Use("UPDATE progress SET records_read = ?2 WHERE job = ?1");
                update.Bind(1, job.Value).Bind(2, recordsRead).RunOne();
                return duplicates;
            },
            cancellation);
        Failpoint.Hit(StoreFailpoints.ChunkStored);
        return duplicates;
    }

    private static void CheckIntake(Database database, JobId job)
    {
        if (GetState(database, job) is var state and not JobState.Intake)
            throw Faults.NotInIntake(job, state);
    }

    private static long CountRows(Database database, JobId job) => database.Scalar(
        "SELECT pending + claimed + sent + succeeded + failed + cancelled + expired FROM progress WHERE job = ?1", job.Value)!.Value;

    private static List<DuplicateId> FindDuplicates(Database database, JobId job, IReadOnlyList<NewRow> rows)
    {
        var lines = new Dictionary<string, long>();
        var duplicates = new List<DuplicateId>();
        foreach (var row in rows)
        {
            if (row.UserId is not { } userId)
                continue;
            using var select = database.Use("SELECT line FROM inputs WHERE id >> 40 = ?1 AND user_id = ?2");
            if (select.Bind(1, job.Value).Bind(2, userId).Step())
                duplicates.Add(new(userId, select.Int64(0), row.Line));
            else if (!lines.TryAdd(userId, row.Line))
                duplicates.Add(new(userId, lines[userId], row.Line));
        }

        return duplicates;
    }

    private static void Store(Database database, Tally tally, JobId job, IReadOnlyList<NewRow> rows)
    {
        if (rows.Count == 0)
            return;
        foreach (var row in rows)
            StoreInput(database, new RowId(job, row.Index).Packed, row);
        var first = new RowId(job, rows[0].Index).Packed;
        using var insert = database.Use(InsertRows);
        insert.Bind(1, first).Bind(2, first + rows.Count).Run(rows.Count);
        tally.Add(job, RowState.Pending, rows.Count);
        foreach (var row in rows)
        {
            if (row.Fault is not { } fault)
                continue;
            using var refuse = database.Use(RefuseRow);
            refuse.Bind(1, new RowId(job, row.Index).Packed).Bind(2, Faults.BadRecord).Bind(3, fault).RunOne();
            tally.Move(job, RowState.Pending, RowState.Failed);
        }

        new HashParts(database, job).Add(rows);
    }

    private static void StoreInput(Database database, long id, NewRow row)
    {
        Span<byte> stored = stackalloc byte[RequestHash.Size];
        using var input = database.Use(InsertInput);
        input.Bind(1, id).Bind(2, row.Line).Bind(3, row.UserId).Bind(5, row.Record.Span);
        if (row is { Hash: { } hash, Fault: null })
        {
            hash.WriteTo(stored);
            input.Bind(4, stored);
        }
        else
        {
            input.BindNull(4);
        }

        input.RunOne();
    }
}
