using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string InsertInput = "INSERT INTO inputs (id, line, user_id, record) VALUES (?1, ?2, ?3, ?4)";

    private const string InsertRow = """
        INSERT INTO rows (id, state, leader, hash, mode, error_code, error) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """;

    private const string CopyAnswer = "INSERT INTO answers SELECT ?1, output, model, body FROM answers WHERE id = ?2";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DuplicateId>> AppendRowsAsync(
        JobId job, IReadOnlyList<NewRow> rows, long recordsRead, bool useCache, CancellationToken cancellation = default)
    {
        var duplicates = await WriteAsync(
            (database, tally) =>
            {
                CheckIntake(database, job);
                Faults.CheckSequence(rows, CountRows(database, job));
                var duplicates = FindDuplicates(database, job, rows);
                if (duplicates.Count > 0)
                    return duplicates;

                foreach (var row in rows)
                    tally.Add(job, Store(database, job, row, useCache));
                using var update = database.Use("UPDATE progress SET records_read = ?2 WHERE job = ?1");
                update.Bind(1, job.Value).Bind(2, recordsRead).RunOne();
                return duplicates;
            },
            cancellation);
        Failpoint.Hit(StoreFailpoints.ChunkStored);
        return duplicates;
    }

    /// <inheritdoc/>
    public async ValueTask SealAsync(JobId job, IReadOnlyList<string> columns, CancellationToken cancellation = default)
        => await WriteAsync(
            (database, tally) =>
            {
                CheckIntake(database, job);
                using var update = database.Use("UPDATE jobs SET columns = ?2 WHERE id = ?1");
                update.Bind(1, job.Value).Bind(2, JsonSerializer.Serialize([.. columns], ColumnsJson.Default.StringArray)).RunOne();
                SetState(database, job, JobState.Running, reason: null);
                tally.Add(job, RowState.Pending, 0); // Touches the job, so that one without rows to send ends here.
                return true;
            },
            cancellation);

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

    private static RowState Store(Database database, JobId job, NewRow row, bool useCache)
    {
        var id = new RowId(job, row.Index).Packed;
        using var input = database.Use(InsertInput);
        input.Bind(1, id).Bind(2, row.Line).Bind(3, row.UserId).Bind(4, row.Record.Span).RunOne();

        var beginning = Begin(database, job, row, useCache);
        using var insert = database.Use(InsertRow);
        insert.Bind(1, id).Bind(2, (long)beginning.State).Bind(3, beginning.Leader).Bind(5, (long)beginning.Mode);
        _ = beginning.Hash is { } hash ? insert.Bind(4, hash.ToBytes()) : insert.BindNull(4);
        _ = row.Fault is null ? insert.BindNull(6) : insert.Bind(6, Faults.BadRecord);
        insert.Bind(7, row.Fault).RunOne();

        if (beginning.AnswerFrom is { } source)
        {
            using var copy = database.Use(CopyAnswer);
            copy.Bind(1, id).Bind(2, source).RunOne();
        }

        if (beginning.Leader is { } leader)
        {
            using var count = database.Use("UPDATE rows SET followers = followers + 1 WHERE id = ?1");
            count.Bind(1, leader).RunOne();
        }

        return beginning.State;
    }

    private static Beginning Begin(Database database, JobId job, NewRow row, bool useCache)
    {
        if (row.Fault is not null)
            return new(RowState.Failed);
        if (row.Hash is not { } hash)
            return new(RowState.Pending);

        var range = IdRange.Of(job);
        long? answered = null;
        using var same = database.Use("SELECT id, state FROM rows WHERE hash = ?1 ORDER BY id DESC");
        same.Bind(1, hash.ToBytes());
        while (same.Step())
        {
            var (id, state) = (same.Int64(0), (RowState)same.Int32(1));
            if (range.Contains(id))
                return new(state.IsTerminal() ? state : RowState.Pending, AnswerMode.Duplicate, Leader: id);
            if (useCache && state == RowState.Succeeded)
                answered ??= id;
        }

        return answered is null
            ? new(RowState.Pending, Hash: hash)
            : new(RowState.Succeeded, AnswerMode.Cache, hash, AnswerFrom: answered);
    }

    /// <summary>How a row starts: with a hash when it is the first of its request, with a leader when it is not.</summary>
    private readonly record struct Beginning(
        RowState State, AnswerMode Mode = AnswerMode.Live, RequestHash? Hash = null, long? Leader = null, long? AnswerFrom = null);
}
