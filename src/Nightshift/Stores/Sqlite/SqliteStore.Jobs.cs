using System.Text.Json;
using System.Text.Json.Serialization;
using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string SelectJobs = """
        SELECT id, key, name, created_at, spec, columns, state, reason, records_read, finished_at,
            pending, claimed, sent, succeeded, failed, cancelled, expired,
            attempts, retries, input_tokens, output_tokens, cached_tokens, reasoning_tokens, cache_write_tokens, hour_cache_write_tokens, cost, unpriced,
            possible, reserved, route, lanes_out
        FROM jobs JOIN progress ON job = id
        """;

    private const string SelectJobById = SelectJobs + " WHERE id = ?1";
    private const string SelectJobByKey = SelectJobs + " WHERE key = ?1";
    private const string SelectJobsNewestFirst = SelectJobs + " ORDER BY id DESC";

    /// <inheritdoc/>
    public ValueTask<Job> AddJobAsync(NewJob job, CancellationToken cancellation = default) => WriteAsync(
        (database, _) =>
        {
            using var existing = database.Use(SelectJobByKey).Bind(1, job.Key);
            if (existing.Step())
                throw Faults.KeyTaken(job.Key);
            using var insert = database.Use("INSERT INTO jobs (key, name, created_at, spec) VALUES (?1, ?2, ?3, ?4)");
            insert.Bind(1, job.Key).Bind(2, job.Name).Bind(3, StoredUnits.ToMilliseconds(Now)).Bind(4, job.Spec).RunOne();
            database.Execute("INSERT INTO progress (job) VALUES (last_insert_rowid())");
            using var payer = database.Use("INSERT INTO payers (job, name, provider, model, tags) VALUES (last_insert_rowid(), ?1, ?2, ?3, ?4)");
            payer.Bind(1, job.Name).Bind(2, job.Provider).Bind(3, job.Model).Bind(4, ToJson(job.Tags)).RunOne();
            using var added = database.Use(SelectJobByKey).Bind(1, job.Key);
            added.Step();
            return ReadJob(added);
        },
        cancellation);

    /// <inheritdoc/>
    public async ValueTask SetSpecAsync(JobId id, string spec, IReadOnlyList<string> tags, CancellationToken cancellation = default) => await WriteAsync(
        (database, _) =>
        {
            database.Use("UPDATE payers SET tags = ?2 WHERE job = ?1").Bind(1, id.Value).Bind(2, ToJson(tags)).Run();
            using var update = database.Use("UPDATE jobs SET spec = ?2 WHERE id = ?1");
            return update.Bind(1, id.Value).Bind(2, spec).Run() == 1 ? true : throw Faults.NoJob(id);
        },
        cancellation);

    /// <inheritdoc/>
    public ValueTask<Job?> FindJobAsync(JobId id, CancellationToken cancellation = default) => new(Read(database =>
    {
        using var select = database.Use(SelectJobById).Bind(1, id.Value);
        return select.Step() ? ReadJob(select) : null;
    }));

    /// <inheritdoc/>
    public ValueTask<Job?> FindJobAsync(string key, CancellationToken cancellation = default) => new(Read(database =>
    {
        using var select = database.Use(SelectJobByKey).Bind(1, key);
        return select.Step() ? ReadJob(select) : null;
    }));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Job>> ListJobsAsync(CancellationToken cancellation = default) => new(Read(database =>
    {
        using var select = database.Use(SelectJobsNewestFirst);
        var jobs = new List<Job>();
        while (select.Step())
            jobs.Add(ReadJob(select));
        return jobs;
    }));

    /// <inheritdoc/>
    public async ValueTask SetJobStateAsync(JobId id, JobState state, string? reason = null, CancellationToken cancellation = default)
        => await WriteAsync(
            (database, _) =>
            {
                if (GetState(database, id) is JobState.Finished or JobState.Cancelled)
                    return false;
                SetState(database, id, state, reason);
                return true;
            },
            cancellation);

    /// <inheritdoc/>
    public async ValueTask SetRouteAsync(JobId id, string? route, IReadOnlyList<LaneOut> lanesOut, CancellationToken cancellation = default) => await WriteAsync(
        (database, _) =>
        {
            using var update = database.Use("UPDATE progress SET route = ?2, lanes_out = ?3 WHERE job = ?1");
            return update.Bind(1, id.Value).Bind(2, route).Bind(3, lanesOut.Count == 0 ? null : JsonSerializer.Serialize([.. lanesOut], LanesJson.Default.LaneOutArray)).Run() == 1 ? true : throw Faults.NoJob(id);
        },
        cancellation);

    private static JobState? FindState(Database database, JobId job)
        => (JobState?)database.Scalar("SELECT state FROM progress WHERE job = ?1", job.Value);

    private static JobState GetState(Database database, JobId job) => FindState(database, job) ?? throw Faults.NoJob(job);

    private static void SetState(Database database, JobId job, JobState state, string? reason)
    {
        using var update = database.Use("UPDATE progress SET state = ?2, reason = ?3, finished_at = NULL WHERE job = ?1");
        update.Bind(1, job.Value).Bind(2, (long)state).Bind(3, reason).RunOne();
    }

    private static Job ReadJob(Statement row) => new()
    {
        Id = new JobId(row.Int64(0)),
        Key = row.Text(1)!,
        Name = row.Text(2)!,
        CreatedAt = StoredUnits.ToTime(row.Int64(3)),
        Spec = row.Text(4)!,
        Columns = JsonSerializer.Deserialize(row.Text(5)!, StringsJson.Default.StringArray)!,
        State = (JobState)row.Int32(6),
        Reason = row.Text(7),
        RecordsRead = row.Int64(8),
        FinishedAt = StoredUnits.ToTime(row.NullableInt64(9)),
        Counts = new RowCounts(
            row.Int64(10), row.Int64(11), row.Int64(12), row.Int64(13), row.Int64(14), row.Int64(15), row.Int64(16)),
        Spend = new Spend(row.Int64(17), row.Int64(18), ReadUsage(row, 19), StoredUnits.ToDollars(row.Int64(25)), row.Int64(26))
        {
            PossibleUsd = StoredUnits.ToDollars(row.Int64(27)),
        },
        ReservedUsd = StoredUnits.ToDollars(row.Int64(28)),
        Route = row.Text(29),
        LanesOut = row.Text(30) is { } lanes ? JsonSerializer.Deserialize(lanes, LanesJson.Default.LaneOutArray)! : [],
    };

    private static Usage ReadUsage(Statement row, int column)
        => new(row.Int64(column), row.Int64(column + 1), row.Int64(column + 2), row.Int64(column + 3))
        {
            CacheWriteTokens = row.Int64(column + 4), HourCacheWriteTokens = row.Int64(column + 5),
        };

    private static string ToJson(IEnumerable<string> texts) => JsonSerializer.Serialize([.. texts], StringsJson.Default.StringArray);

    [JsonSerializable(typeof(string[]))]
    private sealed partial class StringsJson : JsonSerializerContext;

    [JsonSerializable(typeof(LaneOut[]))]
    private sealed partial class LanesJson : JsonSerializerContext;
}
