namespace Nightshift.Tests.Clocks;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire inside <see cref="Advance"/>, in the order in which they are due, each
/// seeing the time at which it is due. Thread-safe.
/// </summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<ManualTimer, (TimeSpan Due, long Order)> _timers = new();
    private TimeSpan _elapsed;
    private TimeSpan _wallStep;
    private long _order;

    /// <summary>Starts at an arbitrary Wednesday noon.</summary>
    public ManualTime()
        : this(new DateTimeOffset(2026, 7, 15, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Time moved since the start.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
                return _elapsed;
        }
    }

    /// <summary>How far the clock would have to be moved for the next timer to fire; null when none is set.</summary>
    public TimeSpan? UntilNext
    {
        get
        {
            lock (_lock)
            {
                while (_timers.TryPeek(out var timer, out var at) && timer.Order != at.Order)
                    _timers.Dequeue();
                return _timers.TryPeek(out _, out var next) ? next.Due > _elapsed ? next.Due - _elapsed : TimeSpan.Zero : null;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return start + _elapsed + _wallStep;
    }

    // Not from zero: code that takes an unset timestamp for a time shall fail.
    public override long GetTimestamp() => (Elapsed + TimeSpan.FromDays(100)).Ticks;

    /// <summary>Moves the clock and fires what becomes due, timers that are set meanwhile included.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = Elapsed + by;
        while (NextDue(target) is { } timer)
            timer.Fire();
    }

    /// <summary>Steps the wall clock alone, as an operator or NTP does; timers and timestamps do not notice.</summary>
    public void StepWallClock(TimeSpan by)
    {
        lock (_lock)
            _wallStep += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? NextDue(TimeSpan target)
    {
        lock (_lock)
        {
            while (_timers.TryPeek(out var timer, out var at) && at.Due <= target)
            {
                _timers.Dequeue();
                if (timer.Order != at.Order)
                    continue;
                _elapsed = at.Due > _elapsed ? at.Due : _elapsed;
                Schedule(timer, timer.Period);
                return timer;
            }

            _elapsed = target > _elapsed ? target : _elapsed;
            return null;
        }
    }

    // Holding the lock. An order that is not the timer's own any more marks an entry that was changed or disposed.
    private void Schedule(ManualTimer timer, TimeSpan after)
    {
        timer.Order = ++_order;
        if (after != Timeout.InfiniteTimeSpan)
            _timers.Enqueue(timer, (_elapsed + after, timer.Order));
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public long Order { get; set; }

        public TimeSpan Period { get; private set; } = Timeout.InfiniteTimeSpan;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                if (_disposed)
                    return false;
                Period = period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
                time.Schedule(this, dueTime);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                _disposed = true;
                Order = ++time._order;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
