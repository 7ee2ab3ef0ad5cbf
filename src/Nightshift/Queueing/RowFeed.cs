using System.Diagnostics.CodeAnalysis;
using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Queueing;

/// <summary>
/// Keeps a short queue of claimed rows before the lane, and claims more while there still are some, so that a free place never waits for
/// the disk. Its length is bounded in rows and in bytes, in what the lane sends in some seconds (another lane may be quicker), and it takes no
/// more retries than the lane's budget has.
/// </summary>
internal sealed class RowFeed(IStore store, JobId job, RetryBudget budget, LaneQuota quota, Signal claimed, TimeProvider time)
{
    private const int FirstClaim = 16;
    private const int LargestClaim = 512;
    private const long LargestClaimBytes = 16 * 1024 * 1024;

    /// <summary>What was claimed longer ago and is not sent was too much.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    private readonly Queue<ClaimedRow> _rows = [];
    private int _next = FirstClaim;
    private bool _hasMore = true;
    private long _claimedAt = time.GetTimestamp();
    private Task<IReadOnlyList<ClaimedRow>>? _claim;

    public int Count => _rows.Count;

    /// <summary>Whether it neither has rows nor is getting any.</summary>
    public bool IsEmpty => _rows.Count == 0 && _claim is null;

    public bool TryPeek([NotNullWhen(true)] out ClaimedRow? row) => _rows.TryPeek(out row);

    public ClaimedRow Dequeue() => _rows.Dequeue();

    /// <summary>Takes in what was claimed meanwhile, and begins to claim more when few rows are left and there are more to be had.</summary>
    public async Task KeepFilledAsync()
    {
        if (_claim is { IsCompleted: true })
            await TakeInAsync();
        if (_hasMore && quota.IsOpen && _rows.Count <= _next / 2)
            _claim ??= ClaimAheadAsync();
    }

    /// <summary>Claims more and waits for them; false when no row can be had now.</summary>
    public async Task<bool> RefillAsync()
    {
        _claim ??= ClaimAsync();
        await TakeInAsync();
        return _rows.Count > 0;
    }

    /// <summary>Empties the queue of what was claimed and will not be sent.</summary>
    public async Task<IReadOnlyList<Lease>> TakeBackAsync()
    {
        try
        {
            if (_claim is not null)
                await TakeInAsync();
        }
        catch (StoreException)
        {
            // A claim that failed took nothing.
        }

        Lease[] leases = [.. _rows.Select(row => row.Lease)];
        budget.Return(_rows.Count(row => row.IsRetry));
        _rows.Clear();
        return leases;
    }

    private async Task TakeInAsync()
    {
        var claim = _claim!;
        try
        {
            foreach (var row in await claim)
                _rows.Enqueue(row);
        }
        finally
        {
            _claim = null;
        }
    }

    private async Task<IReadOnlyList<ClaimedRow>> ClaimAsync()
    {
        var wanted = quota.Take(_next);
        if (wanted == 0)
            return [];
        _next = time.GetElapsedTime(_claimedAt) > Slow ? Math.Max(1, _next / 2) : Math.Min(LargestClaim, _next * 2);
        _claimedAt = time.GetTimestamp();
        var (retries, taken) = (budget.Reserve(wanted), 0);
        try
        {
            var rows = await store.ClaimAsync(job, new ClaimLimit(wanted, retries, LargestClaimBytes), CancellationToken.None);
            taken = rows.Count(row => row.IsRetry);
            _hasMore = rows.Count > 0;
            return rows;
        }
        finally
        {
            budget.Return(retries - taken);
        }
    }

    /// <summary>Claims beside the sending, and tells it. Who waits for a claim itself is not told: it would never wait for anything else again.</summary>
    private async Task<IReadOnlyList<ClaimedRow>> ClaimAheadAsync()
    {
        try
        {
            return await ClaimAsync();
        }
        finally
        {
            claimed.Set();
        }
    }
}
