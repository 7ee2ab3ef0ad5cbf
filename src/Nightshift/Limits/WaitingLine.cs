namespace Nightshift.Limits;

/// <summary>
/// Those who wait for a gate to change. The count of changes tells whether one was missed between a refusal and the waiting.
/// </summary>
/// <remarks>All are woken by a change and ask again; a lane has one dispatcher, so that is one. Thread-safe.</remarks>
internal sealed class WaitingLine(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private long _changes;

    /// <summary>How many changes there were.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>Wakes everyone.</summary>
    public void Announce()
    {
        TaskCompletionSource[] waiting;
        lock (_lock)
        {
            _changes++;
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var waiter in waiting)
            waiter.TrySetResult();
    }

    /// <summary>Waits until there were more changes than seen, or the time has passed.</summary>
    public async ValueTask WaitAsync(long seen, TimeSpan atMost, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_changes != seen)
                return;
            _waiting.Add(waiter);
        }

        // Not Task.WaitAsync: its timeout is an exception, and running out of time is the common case under a rate limit.
        // Not Task.WhenAny either: it goes by way of the thread pool, each time, before the waiter runs.
        using var timer = time.CreateTimer(Wake, waiter, ForTimer(atMost), Timeout.InfiniteTimeSpan);
        using var cancelled = cancellation.Register(Wake, waiter);
        await waiter.Task;
        lock (_lock)
            _waiting.Remove(waiter);
        cancellation.ThrowIfCancellationRequested();
    }

    private static void Wake(object? waiter) => ((TaskCompletionSource)waiter!).TrySetResult();

    // Timers take whole milliseconds, and no more than 49 days: up, so that nobody wakes just before the time; and to be asked daily.
    private static TimeSpan ForTimer(TimeSpan wait) => wait == Timeout.InfiniteTimeSpan
        ? wait
        : TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(wait.TotalMilliseconds, TimeSpan.MillisecondsPerDay)));
}
