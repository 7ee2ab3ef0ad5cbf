using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

public sealed partial class InMemoryStore
{
    private readonly SortedDictionary<long, Batch> _batches = [];
    private readonly HashSet<Anomaly> _anomalies = [];
    private readonly Dictionary<(BatchId Batch, RowId Row), int> _left = [];
    private long _lastBatch;

    /// <inheritdoc/>
    public ValueTask<Batch?> SealBatchAsync(
        NewBatch batch, IReadOnlyList<Lease> leases, Reservation? reservation = null, CancellationToken cancellation = default)
    {
        Faults.CheckLeases(batch, leases);
        lock (_gate)
        {
            var job = Get(batch.Job);
            if (_batches.Values.Any(existing => existing.Submission == batch.Submission))
                throw Faults.SubmissionTaken(batch.Submission);
            StoredRow?[] rows = [.. leases.Select(FindClaimed)];
            var aside = reservation ?? Reservation.None;
            if (rows.Contains(null) || aside.Fit(leases.Count, aside.Budgets.Select(Standing)).Fit < leases.Count)
                return new((Batch?)null);

            var id = new BatchId(++_lastBatch);
            foreach (var row in rows)
            {
                row!.Sends++;
                row.Batch = id;
                job.Reserve(row, aside.EachUsd);
                job.Move(row, RowState.Sent);
            }

            return new(_batches[id.Value] = new Batch
            {
                Id = id,
                Job = batch.Job,
                Submission = batch.Submission,
                Account = batch.Account,
                Model = batch.Model,
                Rows = rows.Length,
                Bytes = batch.Bytes,
                Sha256 = batch.Sha256,
                Tokens = batch.Tokens,
                SealedAt = Now,
            });
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> MoveBatchAsync(BatchState from, Batch to, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (FindBatch(to.Id) is not { } batch || batch.State != from)
                return new(false);
            if (!to.State.IsOpen() && RowsOf(batch).Any(row => row.State == RowState.Sent))
                throw Faults.HasSentRows(to.Id);
            _batches[batch.Id.Value] = to with
            {
                Job = batch.Job,
                Submission = batch.Submission,
                Account = batch.Account,
                Model = batch.Model,
                Rows = batch.Rows,
                Bytes = batch.Bytes,
                Sha256 = batch.Sha256,
                Tokens = batch.Tokens,
                SealedAt = batch.SealedAt,
                Results = [.. to.Results],
                RecalledAt = batch.RecalledAt,
                FaultCode = to.State == BatchState.Submitted && batch.FaultCode == Batch.LeftCode ? Batch.LeftCode : to.FaultCode,
            };
            if (!to.State.IsOpen())
                ForgetLeft(batch.Id);
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask RecallBatchAsync(BatchId batch, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (FindBatch(batch) is { RecalledAt: null } recalled)
                _batches[batch.Value] = recalled with { RecalledAt = DateTimeOffset.FromUnixTimeMilliseconds(Now.ToUnixTimeMilliseconds()) };
            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> LeaveBatchAsync(BatchId batch, Attempt attempt, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (FindBatch(batch) is not { State: BatchState.Submitted } left)
                return new(0);
            StoredRow[] rows = [.. RowsOf(left).Where(row => row.State == RowState.Sent)];
            foreach (var row in rows)
            {
                _left[(batch, row.Id)] = row.Epoch;
                Settle(new Settlement(new Lease(row.Id, row.Epoch), new Verdict.Retry(Now, CountsAsAttempt: false), attempt));
            }

            _batches[batch.Value] = left with { FaultCode = Batch.LeftCode };
            return new(rows.Length);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Batch>> ListBatchesAsync(JobId? job = null, CancellationToken cancellation = default)
    {
        lock (_gate)
            return new([.. _batches.Values.Where(batch => job is null || batch.Job == job)]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BatchRow>> ReadBatchRowsAsync(BatchId batch, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var left = _left.Where(entry => entry.Key.Batch == batch).ToDictionary(entry => entry.Key.Row, entry => entry.Value);
            return new([.. RowsOf(FindBatch(batch)).Where(row => !left.ContainsKey(row.Id))
                .Select(row => new BatchRow(new Lease(row.Id, row.Epoch), row.State == RowState.Sent, row.Attempts, row.MaxTokens, row.Returns))
                .Concat(left.Select(entry => FindRow(entry.Key)!).Select(row => new BatchRow(new Lease(row.Id, left[row.Id]), false, row.Attempts, row.MaxTokens, row.Returns) { HasLeft = true }))
                .OrderBy(row => row.Lease.Row.Index)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask AddAnomaliesAsync(IReadOnlyList<Anomaly> anomalies, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            foreach (var anomaly in anomalies.Where(anomaly => FindBatch(anomaly.Batch) is not null))
            {
                if (!_anomalies.Any(kept => kept with { Detail = anomaly.Detail } == anomaly)
                    && _anomalies.Count(kept => kept.Batch == anomaly.Batch) < IBatchStore.MostAnomalies)
                    _anomalies.Add(anomaly);
            }

            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Anomaly>> ListAnomaliesAsync(BatchId batch, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            return new([.. _anomalies.Where(anomaly => anomaly.Batch == batch)
                .OrderBy(anomaly => anomaly.Source, StringComparer.Ordinal).ThenBy(anomaly => anomaly.Line)
                .ThenBy(anomaly => anomaly.Kind, StringComparer.Ordinal)]);
        }
    }

    private Batch? FindBatch(BatchId? id) => id is { } batch ? _batches.GetValueOrDefault(batch.Value) : null;

    private IEnumerable<StoredRow> RowsOf(Batch? batch) => batch is null ? [] : Get(batch.Job).Rows.Where(row => row.Batch == batch.Id);

    /// <summary>Whether the row is sent in a batch that knows what will become of it.</summary>
    private bool IsInOpenBatch(StoredRow row) => row.State == RowState.Sent && FindBatch(row.Batch)?.State.IsOpen() == true;

    private void ForgetLeft(BatchId batch)
    {
        foreach (var key in _left.Keys.Where(key => key.Batch == batch).ToList())
            _left.Remove(key);
    }

    private void RemoveBatches(JobId job)
    {
        foreach (var batch in _batches.Values.Where(batch => batch.Job == job).ToList())
        {
            _batches.Remove(batch.Id.Value);
            ForgetLeft(batch.Id);
            _anomalies.RemoveWhere(anomaly => anomaly.Batch == batch.Id);
        }
    }
}
