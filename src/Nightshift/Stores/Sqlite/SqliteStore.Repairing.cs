using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    /// <summary>
    /// Mends what the store itself knows better: counts and sums from rows and ledger, rows from the answers that are there. What nothing
    /// knows better is left as it is, and <see cref="CheckAsync"/> goes on naming it.
    /// </summary>
    /// <returns>A sentence for each thing that was mended.</returns>
    public async Task<IReadOnlyList<string>> RepairAsync(CancellationToken cancellation = default)
    {
        var mended = new List<string>();
        await WriteAsync(
            (database, _) =>
            {
                Mend(database, Invariant.SentInOpenBatches, mended);
                return true;
            },
            cancellation);
        await RecoverAsync(cancellation);
        return await WriteAsync(
            (database, _) =>
            {
                foreach (var invariant in Invariant.All)
                    Mend(database, invariant, mended);
                _cursors.Clear();
                return mended;
            },
            cancellation);
    }

    private static void Mend(Database database, Invariant invariant, List<string> mended)
    {
        if (invariant.Mend is not { } mend)
            return;
        var found = mended.Count;
        using (var select = database.Use(invariant.Find))
        {
            while (select.Step())
                mended.Add($"Job {new JobId(select.Int64(0))} had {invariant.Violated}: {select.Int64(1)}.");
        }

        if (mended.Count > found)
            database.Execute(mend);
    }
}
