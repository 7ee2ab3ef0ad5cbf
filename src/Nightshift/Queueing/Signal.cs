namespace Nightshift.Queueing;

/// <summary>Wakes one waiter, once; a signal given while nobody waits is kept for the next.</summary>
internal sealed class Signal(TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);
    private readonly Lock _lock = new();

    public void Set()
    {
        lock (_lock)
        {
            if (_set.CurrentCount == 0)
                _set.Release();
        }
    }

    /// <summary>Returns at the signal, after the time, or when cancelled; the caller looks again either way.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        using var expiry = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellation);
        try
        {
            await _set.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Time is up, or the run is to stop: the caller's loop sees which.
        }
    }

    public void Dispose() => _set.Dispose();
}
