using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

public sealed partial class InMemoryStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ClaimedRow>> ClaimAsync(JobId job, int max, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            if (_jobs.GetValueOrDefault(job.Value) is not { Facts.State: JobState.Running } from)
                return new([]);
            StoredRow[] due =
            [
                .. from.Rows.Where(row => row.IsClaimable(Now))
                    .OrderBy(row => row.NotBefore ?? DateTimeOffset.MaxValue).ThenBy(row => row.Id.Index)
                    .Take(max),
            ];
            return new([.. due.Select(row => Claim(from, row))]);
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
    public ValueTask<IReadOnlyList<Lease>> MarkSentAsync(IReadOnlyList<Lease> leases, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var sent = new List<Lease>(leases.Count);
            foreach (var lease in leases)
            {
                if (FindClaimed(lease) is not { } row)
                    continue;
                row.Sends++;
                Get(row.Id.Job).Move(row, RowState.Sent);
                sent.Add(lease);
            }

            return new(sent);
        }
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            foreach (var row in leases.Select(FindClaimed).OfType<StoredRow>())
                Get(row.Id.Job).Move(row, RowState.Pending);
            return default;
        }
    }

    private static ClaimedRow Claim(StoredJob job, StoredRow row)
    {
        job.Move(row, RowState.Claimed);
        row.Epoch++;
        return new(new Lease(row.Id, row.Epoch), row.Source.UserId, row.Source.Record, row.Attempts, row.MaxTokens);
    }

    private StoredRow? FindClaimed(Lease lease)
        => FindRow(lease.Row) is { State: RowState.Claimed } row && row.Epoch == lease.Epoch ? row : null;
}
