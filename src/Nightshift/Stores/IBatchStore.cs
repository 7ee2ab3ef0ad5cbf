using Nightshift.Model;

namespace Nightshift.Stores;

/// <summary>What the store keeps of provider batches. The promises of <see cref="IStore"/> hold here too.</summary>
public interface IBatchStore
{
    /// <summary>So many anomalies are kept of a batch.</summary>
    const int MostAnomalies = 1_000;

    /// <summary>
    /// Puts claimed rows into a new batch, in state <see cref="BatchState.Sealed"/>: they are sent, with the batch's number, and what they may
    /// cost is set aside. All of it or nothing: null when one of the leases does not hold any more (the job was cancelled) or a budget has not
    /// room for all, and then nothing has changed.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The submission is taken, or there are no leases, or one that is there twice or of another job.
    /// </exception>
    ValueTask<Batch?> SealBatchAsync(NewBatch batch, IReadOnlyList<Lease> leases, Reservation? reservation = null, CancellationToken cancellation = default);

    /// <summary>
    /// Writes what has become of a batch (state and everything below it in <see cref="Batch"/>), if it is still in the state
    /// <paramref name="from"/>; false, and nothing written, when it is not. Times are kept to the millisecond. One that its rows have left stays so
    /// while it is submitted.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is to be in a state that is not open, and rows are still sent in it.</exception>
    ValueTask<bool> MoveBatchAsync(BatchState from, Batch to, CancellationToken cancellation = default);

    /// <summary>The batches of a job, or of all jobs, oldest first.</summary>
    ValueTask<IReadOnlyList<Batch>> ListBatchesAsync(JobId? job = null, CancellationToken cancellation = default);

    /// <summary>Keeps when a batch was called back: now, unless that is known already.</summary>
    ValueTask RecallBatchAsync(BatchId batch, CancellationToken cancellation = default);

    /// <summary>
    /// Takes the rows that are still sent in a batch out of it, because they cannot wait for it any longer: each is pending again, with a ledger
    /// entry, and the batch, which has <see cref="Batch.LeftCode"/> from now on, goes on without them. How many.
    /// </summary>
    /// <param name="batch">At the provider.</param>
    /// <param name="attempt">The entry of each.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<int> LeaveBatchAsync(BatchId batch, Attempt attempt, CancellationToken cancellation = default);

    /// <summary>
    /// The rows that are in the batch, in input order: those still sent in it, those that have had their line and were not sent
    /// again since, and those that have left it and may have their line yet.
    /// </summary>
    ValueTask<IReadOnlyList<BatchRow>> ReadBatchRowsAsync(BatchId batch, CancellationToken cancellation = default);

    /// <summary>
    /// Keeps anomalies: the first <see cref="MostAnomalies"/> of a batch, each once by batch, source, line and kind. Those of a batch that is
    /// not there are nobody's.
    /// </summary>
    ValueTask AddAnomaliesAsync(IReadOnlyList<Anomaly> anomalies, CancellationToken cancellation = default);

    /// <summary>The anomalies of a batch, in the order of source and line.</summary>
    ValueTask<IReadOnlyList<Anomaly>> ListAnomaliesAsync(BatchId batch, CancellationToken cancellation = default);
}
