namespace Nightshift.Engine;

/// <summary>
/// A clock whose time of day never falls behind what the process has counted itself: what waits until a time must not wait a day longer because
/// somebody set the clock back by one. It follows the time of day when that runs ahead, and the monotonic clock when it falls behind.
/// </summary>
internal sealed class SteadyTime(TimeProvider inner) : TimeProvider
{
    private readonly DateTimeOffset _start = inner.GetUtcNow();
    private readonly long _stamp = inner.GetTimestamp();

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var (told, counted) = (inner.GetUtcNow(), _start + inner.GetElapsedTime(_stamp));
        return told > counted ? told : counted;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => inner.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
