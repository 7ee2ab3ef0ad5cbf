using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    // Small enough that other writers hardly notice the wait.
    private const long RowsPerRemoval = 2_000;

    private static readonly string[] HideJob =
    [
        "DELETE FROM jobs WHERE id = ?1",
        "DELETE FROM progress WHERE job = ?1",
        "INSERT INTO removals VALUES (?1)",
    ];

    private static readonly string[] DeleteBatches =
    [
        "DELETE FROM left_rows WHERE batch IN (SELECT id FROM batches WHERE job = ?1)",
        "DELETE FROM anomalies WHERE batch IN (SELECT id FROM batches WHERE job = ?1)",
        "DELETE FROM batches WHERE job = ?1",
    ];

    private static readonly string[] DeleteRows =
    [
        "DELETE FROM attempts WHERE row >= ?1 AND row < ?2",
        "DELETE FROM answers WHERE id >= ?1 AND id < ?2",
        "DELETE FROM requests WHERE (hash, row) IN (SELECT hash, id FROM inputs WHERE id >= ?1 AND id < ?2)",
        "DELETE FROM unsealed WHERE first >= ?1 AND first < ?2",
        "DELETE FROM rows WHERE id >= ?1 AND id < ?2",
        "DELETE FROM inputs WHERE id >= ?1 AND id < ?2",
    ];

    /// <inheritdoc/>
    /// <remarks>
    /// The job is gone at once, its rows are deleted in chunks; what a crash leaves of them, <see cref="RecoverAsync"/> removes.
    /// </remarks>
    public async ValueTask RemoveJobAsync(JobId job, CancellationToken cancellation = default)
    {
        await WriteAsync(
            (database, _) =>
            {
                GetState(database, job);
                foreach (var sql in HideJob)
                {
                    using var statement = database.Use(sql);
                    statement.Bind(1, job.Value).RunOne();
                }

                foreach (var sql in DeleteBatches)
                {
                    using var delete = database.Use(sql);
                    delete.Bind(1, job.Value).Run();
                }

                return true;
            },
            cancellation);
        Failpoint.Hit(StoreFailpoints.RemovalBegun);
        await FinishRemovalsAsync(cancellation);
    }

    private async ValueTask FinishRemovalsAsync(CancellationToken cancellation)
    {
        while (await WriteAsync((database, _) => RemoveChunk(database), cancellation))
            cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Deletes the next rows that have no job any more; false when none are left.</summary>
    private static bool RemoveChunk(Database database)
    {
        if (database.Scalar("SELECT job FROM removals LIMIT 1") is not { } job)
            return false;

        var range = IdRange.Of(new JobId(job));
        if (database.Scalar("SELECT id FROM rows WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT 1", range.First, range.End) is not { } first)
        {
            using var done = database.Use("DELETE FROM removals WHERE job = ?1");
            done.Bind(1, job).RunOne();
            return true;
        }

        foreach (var sql in DeleteRows)
        {
            using var delete = database.Use(sql);
            delete.Bind(1, first).Bind(2, Math.Min(first + RowsPerRemoval, range.End)).Run();
        }

        return true;
    }
}
