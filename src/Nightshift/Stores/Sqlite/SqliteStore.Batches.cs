using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public ValueTask<Batch?> SealBatchAsync(NewBatch batch, IReadOnlyList<Lease> leases, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<bool> MoveBatchAsync(BatchState from, Batch to, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Batch>> ListBatchesAsync(JobId? job = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BatchRow>> ReadBatchRowsAsync(BatchId batch, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask AddAnomaliesAsync(IReadOnlyList<Anomaly> anomalies, CancellationToken cancellation = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Anomaly>> ListAnomaliesAsync(BatchId batch, CancellationToken cancellation = default) => throw new NotSupportedException();
}
