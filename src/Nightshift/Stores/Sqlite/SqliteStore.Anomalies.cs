using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string InsertAnomaly = "INSERT OR IGNORE INTO anomalies (batch, source, line, kind, detail) VALUES (?1, ?2, ?3, ?4, ?5)";

    private const string SelectAnomalies =
        "SELECT source, line, kind, detail FROM anomalies WHERE batch = ?1 ORDER BY source, line, kind";

    /// <inheritdoc/>
    public async ValueTask AddAnomaliesAsync(IReadOnlyList<Anomaly> anomalies, CancellationToken cancellation = default) => await WriteAsync(
        (database, _) =>
        {
            foreach (var ofBatch in anomalies.GroupBy(anomaly => anomaly.Batch))
                Add(database, ofBatch.Key, ofBatch);
            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Anomaly>> ListAnomaliesAsync(BatchId batch, CancellationToken cancellation = default) => new(Read(database =>
    {
        using var select = database.Use(SelectAnomalies).Bind(1, batch.Value);
        var anomalies = new List<Anomaly>();
        while (select.Step())
            anomalies.Add(new(batch, select.Text(0)!, select.Int64(1), select.Text(2)!, select.Text(3)!));
        return anomalies;
    }));

    private static void Add(Database database, BatchId batch, IEnumerable<Anomaly> anomalies)
    {
        if (database.Scalar("SELECT 1 FROM batches WHERE id = ?1", batch.Value) is null)
            return;
        var places = IBatchStore.MostAnomalies - database.Scalar("SELECT count(*) FROM anomalies WHERE batch = ?1", batch.Value)!.Value;
        foreach (var (_, source, line, kind, detail) in anomalies)
        {
            if (places == 0)
                return;
            using var insert = database.Use(InsertAnomaly);
            places -= insert.Bind(1, batch.Value).Bind(2, source).Bind(3, line).Bind(4, kind).Bind(5, detail).Run();
        }
    }
}
