using System.Runtime.CompilerServices;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    /// <remarks>Reads the whole store in one snapshot; writers go on, and their log grows meanwhile.</remarks>
    public async IAsyncEnumerable<string> CheckAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask;
        foreach (var violation in Read(database => Check(database, cancellation)))
            yield return violation;
    }

    private static List<string> Check(Database database, CancellationToken cancellation)
    {
        var violations = new List<string>();
        database.Execute("BEGIN");
        try
        {
            using (var damage = database.Use("SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"))
            {
                while (damage.Step())
                    violations.Add($"The database file is damaged: {damage.Text(0)}.");
            }

            foreach (var invariant in Invariant.All)
            {
                cancellation.ThrowIfCancellationRequested();
                using var select = database.Use(invariant.Find);
                while (select.Step())
                {
                    if (IsBeingRemoved(database, select.Int64(0)))
                        continue;
                    violations.Add($"Job {select.Int64(0)} has {invariant.Violated}: {select.Int64(1)}.");
                }
            }
        }
        finally
        {
            database.Execute("ROLLBACK");
        }

        return violations;
    }

    private static bool IsBeingRemoved(Database database, long job)
        => database.Scalar("SELECT job FROM removals WHERE job = ?1", job) is not null;
}
