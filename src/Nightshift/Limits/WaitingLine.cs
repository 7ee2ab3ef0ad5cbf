namespace Nightshift.Limits;

/// <summary>
/// Those who wait for a gate to change. The count of changes tells whether one was missed between a refusal and the waiting.
/// </summary>
/// <remarks>All are woken by a change and ask again; a lane has one dispatcher, so that is one. Thread-safe.</remarks>
internal sealed class WaitingLine(TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _change;
    private long _changes;

    /// <summary>How many changes there were.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Wakes everyone.</summary>
    public void Announce()
    {
        TaskCompletionSource? change;
        lock (_lock)
        {
            _changes++;
            change = _change;
            _change = null;
        }

        change?.TrySetResult();
    }

    /// <summary>Waits until there were more changes than seen, or the time has passed.</summary>
    public async ValueTask WaitAsync(long seen, TimeSpan atMost, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Task change;
        lock (_lock)
        {
            if (_changes != seen)
                return;
            _change ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            change = _change.Task;
        }

        // Not Task.WaitAsync: its timeout is an exception, and running out of time is the common case under a rate limit.
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(change, Task.Delay(ForTimer(atMost), time, timeout.Token));
        await timeout.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    // Timers take whole milliseconds, and no more than 49 days: up, so that nobody wakes just before the time; and to be asked daily.
    private static TimeSpan ForTimer(TimeSpan wait) => wait == Timeout.InfiniteTimeSpan
        ? wait
        : TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(wait.TotalMilliseconds, TimeSpan.MillisecondsPerDay)));
}
