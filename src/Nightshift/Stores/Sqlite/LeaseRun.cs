using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

/// <summary>Leases of rows that follow each other, in the same epoch: what one statement works on.</summary>
internal readonly record struct LeaseRun(Lease First, int Length)
{
    public JobId Job => First.Row.Job;

    /// <summary>The leases in their order, as few runs as that allows.</summary>
    public static IEnumerable<LeaseRun> Of(IReadOnlyList<Lease> leases)
    {
        for (var i = 0; i < leases.Count;)
        {
            var (first, epoch) = leases[i];
            var length = 1;
            while (i + length < leases.Count && leases[i + length] == new Lease(RowId.FromPacked(first.Packed + length), epoch))
                length++;
            yield return new(leases[i], length);
            i += length;
        }
    }

    /// <summary>A statement on <c>id &gt;= ?1 AND id &lt; ?2 AND epoch = ?3</c>.</summary>
    public Statement Use(Database database, string sql)
        => database.Use(sql).Bind(1, First.Row.Packed).Bind(2, First.Row.Packed + Length).Bind(3, First.Epoch);
}
