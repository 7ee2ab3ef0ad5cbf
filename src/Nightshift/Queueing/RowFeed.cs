using System.Diagnostics.CodeAnalysis;
using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Queueing;

/// <summary>
/// Keeps a short queue of claimed rows before the lane, so that a free place never waits for the disk. Its length is bounded in rows
/// and in bytes, and it takes no more retries than the lane's budget has.
/// </summary>
internal sealed class RowFeed(IStore store, JobId job, RetryBudget budget)
{
    private const int FirstClaim = 16;
    private const int LargestClaim = 512;
    private const long LargestClaimBytes = 16 * 1024 * 1024;

    private readonly Queue<ClaimedRow> _rows = [];
    private int _next = FirstClaim;

    public int Count => _rows.Count;

    public bool TryPeek([NotNullWhen(true)] out ClaimedRow? row) => _rows.TryPeek(out row);

    public ClaimedRow Dequeue() => _rows.Dequeue();

    /// <summary>Claims more; false when no row can be had now.</summary>
    public async Task<bool> RefillAsync(CancellationToken cancellation)
    {
        var retries = budget.Reserve(_next);
        var claimed = await store.ClaimAsync(job, new ClaimLimit(_next, retries, LargestClaimBytes), cancellation);
        budget.Return(retries - claimed.Count(row => row.IsRetry));
        foreach (var row in claimed)
            _rows.Enqueue(row);
        _next = Math.Min(LargestClaim, _next * 2);
        return claimed.Count > 0;
    }

    /// <summary>Empties the queue of what was claimed and will not be sent.</summary>
    public IReadOnlyList<Lease> TakeBack()
    {
        Lease[] leases = [.. _rows.Select(row => row.Lease)];
        budget.Return(_rows.Count(row => row.IsRetry));
        _rows.Clear();
        return leases;
    }
}
