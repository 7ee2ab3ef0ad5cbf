using System.Diagnostics.CodeAnalysis;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Queueing;

/// <summary>
/// Keeps a short queue of claimed rows before the lane, so that a free place never waits for the disk. Its length is bounded in rows
/// and, by the size of the records seen so far, in bytes.
/// </summary>
internal sealed class RowFeed(IStore store, JobId job)
{
    private const int FirstClaim = 16;
    private const int LargestClaim = 512;
    private const long BytesAtOnce = 16 * 1024 * 1024;

    private readonly Queue<ClaimedRow> _rows = [];
    private int _next = FirstClaim;

    public int Count => _rows.Count;

    public bool TryPeek([NotNullWhen(true)] out ClaimedRow? row) => _rows.TryPeek(out row);

    public void Dequeue() => _rows.Dequeue();

    /// <summary>Claims more; false when no row is due now.</summary>
    public async Task<bool> RefillAsync(CancellationToken cancellation)
    {
        var claimed = await store.ClaimAsync(job, _next, cancellation);
        if (claimed.Count == 0)
            return false;
        foreach (var row in claimed)
            _rows.Enqueue(row);
        var average = Math.Max(1, claimed.Sum(row => (long)row.Record.Length) / claimed.Count);
        _next = (int)Math.Clamp(BytesAtOnce / average, 1, Math.Min(LargestClaim, _next * 2));
        return true;
    }

    /// <summary>Gives back what was claimed and will not be sent.</summary>
    public async Task ReleaseAsync()
    {
        if (_rows.Count > 0)
            await store.ReleaseAsync([.. _rows.Select(row => row.Lease)]);
        _rows.Clear();
    }
}
