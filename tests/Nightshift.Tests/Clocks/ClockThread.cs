namespace Nightshift.Tests.Clocks;

/// <summary>
/// A thread with a clock of its own: continuations run on it one after the other, and when none is left the clock moves. What goes to disk and
/// network is waited for on the spot (<see cref="OnTheSpot"/>): it takes none of the clock's time, however busy the machine is, and hours in
/// which nothing happens take no time at all.
/// </summary>
/// <param name="time">The clock, which nobody else moves.</param>
/// <param name="step">How far it moves when nothing is left to do, from how far the next timer is.</param>
internal sealed class ClockThread(ManualTime time, Func<TimeSpan, TimeSpan> step) : SynchronizationContext
{
    /// <summary>How long somebody on another thread may take to come back here.</summary>
    private static readonly TimeSpan Straggling = TimeSpan.FromMilliseconds(3);

    /// <summary>And where no timer is set: then nobody but another thread can go on.</summary>
    private static readonly TimeSpan Hung = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = [];
    private int _thread;
    private volatile bool _hasStragglers;

    /// <summary>How often the clock was moved.</summary>
    public long Steps { get; private set; }

    /// <summary>Continuations that came from other threads.</summary>
    public long Stragglers { get; private set; }

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_lock)
        {
            if (Environment.CurrentManagedThreadId != _thread)
            {
                Stragglers++;
                _hasStragglers = true;
            }

            _ready.Enqueue((d, state));
            Monitor.Pulse(_lock);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("nobody may wait for the one thread there is");

    /// <summary>Work goes on on other threads that may end a moment after this: the clock waits a little.</summary>
    public void ExpectStragglers() => _hasStragglers = true;

    /// <summary>Does the work on this thread, to its end.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        var before = Current;
        (_thread, _hasStragglers) = (Environment.CurrentManagedThreadId, false);
        SetSynchronizationContext(this);
        try
        {
            var task = work();
            // Its end comes back here too, whoever brings it about.
            task.GetAwaiter().UnsafeOnCompleted(() => { });
            while (!task.IsCompleted)
                Step();
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Waits, without giving the thread away, for work that goes on on others; its task, which is over.</summary>
    public static Task<T> OnTheSpot<T>(Func<Task<T>> work)
    {
        var before = Current;
        SetSynchronizationContext(null);
        try
        {
            var task = work();
            Task.WaitAny(task);
            return task;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    private void Step()
    {
        if (TryTake(TimeSpan.Zero, out var next) || (_hasStragglers && TryTake(Straggling, out next)))
        {
            next.Callback(next.State);
            return;
        }

        _hasStragglers = false;
        Steps++;
        if (time.UntilNext is { } wait)
            time.Advance(step(wait));
        else if (TryTake(Hung, out next))
            next.Callback(next.State);
        else
            throw new TimeoutException("nothing is left to do and no timer is set: the work hangs");
    }

    private bool TryTake(TimeSpan within, out (SendOrPostCallback Callback, object? State) next)
    {
        lock (_lock)
        {
            if (_ready.Count == 0 && within > TimeSpan.Zero)
                Monitor.Wait(_lock, within);
            return _ready.TryDequeue(out next);
        }
    }
}
