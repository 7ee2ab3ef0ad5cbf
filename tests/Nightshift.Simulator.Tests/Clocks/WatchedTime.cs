using Nightshift.Tests.Clocks;

using System.Threading.Channels;

namespace Nightshift.Simulator.Tests.Clocks;

/// <summary>A moved clock that also tells which waits are set on it: a test moves it when the simulator waits, and not before.</summary>
internal sealed class WatchedTime : TimeProvider
{
    private readonly ManualTime _clock = new();
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _clock.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>The next wait, once it is set.</summary>
    public async Task<TimeSpan> NextWait() => await _waits.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Waits for the next wait, and ends it.</summary>
    public async Task<TimeSpan> PassNextWait()
    {
        var wait = await NextWait();
        Advance(wait);
        return wait;
    }
}
