using Nightshift.Model;

namespace Nightshift.Batching;

/// <summary>Commits verdicts in chunks, small ones first, each while the next is gathered.</summary>
internal sealed class ChunkedCommits(BatchDesk desk, int firstChunk, int largestChunk) : IAsyncDisposable
{
    private List<Settlement> _chunk = new(firstChunk);
    private int _size = firstChunk;
    private Task _commit = Task.CompletedTask;

    /// <summary>Adds a verdict, and commits when a chunk is full; <paramref name="anomalies"/> go with it, and are emptied.</summary>
    public async ValueTask AddAsync(Settlement settlement, List<Anomaly> anomalies)
    {
        _chunk.Add(settlement);
        if (_chunk.Count >= _size)
            await BeginAsync(anomalies);
    }

    /// <summary>Commits what is left, and waits for it.</summary>
    public async Task FinishAsync(List<Anomaly> anomalies)
    {
        await BeginAsync(anomalies);
        await _commit;
    }

    /// <summary>A commit under way is waited for: nobody else may see its rows as they were.</summary>
    public async ValueTask DisposeAsync() => await _commit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task BeginAsync(List<Anomaly> anomalies)
    {
        await _commit;
        var (chunk, notes) = (_chunk, anomalies.ToArray());
        _chunk = new List<Settlement>(_size);
        anomalies.Clear();
        _size = Math.Min(largestChunk, _size * 2);
        _commit = CommitAsync(chunk, notes);
    }

    private async Task CommitAsync(List<Settlement> chunk, Anomaly[] anomalies)
    {
        if (anomalies.Length > 0)
            await desk.Store.AddAnomaliesAsync(anomalies);
        if (chunk.Count > 0)
            await desk.Store.SettleAsync(chunk);
        Failpoint.Hit(BatchFailpoints.PartIngested);
    }
}
