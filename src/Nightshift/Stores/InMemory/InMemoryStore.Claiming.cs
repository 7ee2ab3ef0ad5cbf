using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

public sealed partial class InMemoryStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ClaimedRow>> ClaimAsync(JobId job, ClaimLimit limit, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (_jobs.GetValueOrDefault(job.Value) is not { Facts.State: JobState.Running } from)
                return new([]);
            var due = from.Rows.Where(row => row.IsClaimable(Now)).ToLookup(row => row.NotBefore is not null);
            StoredRow[] claimed =
            [
                .. due[true].OrderBy(row => row.NotBefore).ThenBy(row => row.Id.Index).Take(limit.Retries)
                    .Concat(due[false])
                    .Take(limit.Rows),
            ];
            var bytes = 0L;
            return new(
            [
                .. claimed
                    .TakeWhile((row, place) => (bytes += row.Source.Record.Length) <= limit.Bytes || place == 0)
                    .Select(row => Claim(from, row)),
            ]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextDueAsync(JobId job, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var now = Now;
            var waiting = _jobs.GetValueOrDefault(job.Value)?.Rows.Where(row => row.State == RowState.Pending && row.Leader is null);
            return new(waiting?.Min(row => row.IsClaimable(now) ? now : row.NotBefore));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Departure> MarkSentAsync(IReadOnlyList<Lease> leases, Reservation? reservation = null, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var aside = reservation ?? Reservation.None;
            var (fit, tightest) = aside.Fit(leases.Count, aside.Budgets.Select(Standing));
            var sent = new List<Lease>(leases.Count);
            foreach (var lease in leases.Take(fit))
            {
                if (FindClaimed(lease) is not { } row)
                    continue;
                row.Sends++;
                row.Batch = null;
                var job = Get(row.Id.Job);
                job.Reserve(row, aside.EachUsd);
                job.Move(row, RowState.Sent);
                sent.Add(lease);
            }

            return new(new Departure(sent, tightest));
        }
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            foreach (var lease in leases)
            {
                if (FindRow(lease.Row) is not { State: RowState.Claimed or RowState.Sent } row || row.Epoch != lease.Epoch)
                    continue;
                var job = Get(row.Id.Job);
                if (row.State == RowState.Sent)
                    (row.Sends, row.Batch) = (row.Sends - 1, null);
                job.Reserve(row, 0);
                MoveWithFollowers(job, row, job.IsCancelled ? RowState.Cancelled : RowState.Pending);
                job.EndWhenDone(Now);
            }

            return default;
        }
    }

    private static ClaimedRow Claim(StoredJob job, StoredRow row)
    {
        job.Move(row, RowState.Claimed);
        row.Epoch++;
        return new(new Lease(row.Id, row.Epoch), row.Source.UserId, row.Source.Record, row.Attempts, row.MaxTokens, row.NotBefore is not null);
    }

    private StoredRow? FindClaimed(Lease lease)
        => FindRow(lease.Row) is { State: RowState.Claimed } row && row.Epoch == lease.Epoch ? row : null;
}
