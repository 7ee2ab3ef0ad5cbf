using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

public sealed partial class InMemoryStore
{
    /// <inheritdoc/>
    public ValueTask<long> RetryFailedAsync(JobId job, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var retried = Get(job);
            StoredRow[] failed = [.. retried.Rows.Where(MayRetry)];
            foreach (var row in failed)
            {
                (row.Attempts, row.Crashes, row.Returns, row.NotBefore) = (0, 0, 0, null);
                (row.ErrorCode, row.Error) = (null, null);
                retried.Move(row, RowState.Pending);
            }

            if (failed.Length > 0 || retried.Facts.State == JobState.Paused)
                retried.Facts = retried.Facts with { State = JobState.Running, Reason = null, FinishedAt = null };
            return new(failed.Length);
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> CancelAsync(JobId job, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var cancelled = Get(job);
            if (cancelled.Facts.State is JobState.Finished or JobState.Cancelled)
                return new(0);

            StoredRow[] unsent = [.. cancelled.Rows.Where(row => IsUnsent(row.Leader ?? row))];
            foreach (var row in unsent)
                cancelled.Move(row, RowState.Cancelled);
            cancelled.Facts = cancelled.Facts with { State = JobState.Cancelled, Reason = null };
            cancelled.EndWhenDone(Now);
            return new(unsent.Length);
        }
    }

    private static bool MayRetry(StoredRow row)
        => row.State is RowState.Failed or RowState.Expired && row.ErrorCode != Faults.BadRecord;

    private static bool IsUnsent(StoredRow row) => row.State is RowState.Pending or RowState.Claimed;
}
