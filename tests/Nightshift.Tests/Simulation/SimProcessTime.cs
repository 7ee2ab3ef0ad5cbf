using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Simulation;

/// <summary>The machine's clock as one process has it: its timers end with it.</summary>
internal sealed class SimProcessTime(SimProcess process, ManualTime time) : TimeProvider
{
    private readonly HashSet<ITimer> _timers = new(ReferenceEqualityComparer.Instance);

    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, process, callback, state);
        timer.Inner = time.CreateTimer(_ => timer.Fire(), null, dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    public void Clear()
    {
        foreach (var timer in _timers.ToArray())
            timer.Dispose();
    }

    private sealed class Timer(SimProcessTime owner, SimProcess process, TimerCallback callback, object? state) : ITimer
    {
        private bool _waits;

        public ITimer? Inner { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Inner!.Change(dueTime, period);

        // While the process is frozen, a timer's ticks are one.
        public void Fire()
        {
            if (_waits)
                return;
            _waits = true;
            process.Fire(_ => Call(), null);
        }

        public void Dispose()
        {
            Inner?.Dispose();
            owner._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Call()
        {
            _waits = false;
            callback(state);
        }
    }
}
