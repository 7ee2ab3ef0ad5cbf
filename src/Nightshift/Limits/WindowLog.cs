namespace Nightshift.Limits;

/// <summary>
/// How much of a per-minute limit is in use: a log of the last 60 s, not a token bucket, which lets twice the limit through in one window.
/// An amount is in use from its taking until 60 s after the latest moment at which the server can have counted it.
/// </summary>
/// <remarks>
/// The log is a ring of 100 ms buckets, each with what it gives back when it begins: constant cost at any rate, and at most
/// 0.17 % of the window lost by rounding up. Times are elapsed on the monotonic clock. Not thread-safe: its owner locks.
/// </remarks>
/// <param name="furthest">How far ahead of now an arrival may lie.</param>
internal sealed class WindowLog(TimeSpan furthest)
{
    private const long BucketTicks = TimeSpan.TicksPerMillisecond * 100;

    /// <summary>The span in which limits are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    // Two machines' monotonic clocks, each slewed by NTP at up to 500 ppm, differ by at most this much over one window.
    private static readonly TimeSpan ClockDrift = Window / 1000;

    private readonly long[] _ring = new long[((Window + ClockDrift + furthest).Ticks / BucketTicks) + 2];
    private long _now;
    private long _open;
    private long _closed;

    /// <summary>In use now, in flight included.</summary>
    public long Used => _open + _closed;

    /// <summary>The bucket at whose beginning an amount that arrives by then is free again.</summary>
    public static long BucketFor(TimeSpan latestArrival) => ((latestArrival + Window + ClockDrift).Ticks / BucketTicks) + 1;

    /// <summary>Gives back what has left the window by now.</summary>
    public void Advance(TimeSpan now)
    {
        var bucket = now.Ticks / BucketTicks;
        var steps = Math.Min(bucket - _now, _ring.Length);
        for (var step = 1; step <= steps; step++)
        {
            ref var freed = ref Slot(_now + step);
            _closed -= freed;
            freed = 0;
        }

        _now = Math.Max(bucket, _now);
    }

    /// <summary>Uses an amount that is yet to arrive.</summary>
    public void Take(long amount) => _open += amount;

    /// <summary>Takes back an amount that never arrived.</summary>
    public void Return(long amount) => _open -= amount;

    /// <summary>Sets when a taken amount is free again.</summary>
    public void Close(long amount, long bucket)
    {
        _open -= amount;
        Enter(amount, bucket);
    }

    /// <summary>Corrects when a closed amount is free again; nothing to do when it already is.</summary>
    public void Move(long amount, long from, long to)
    {
        if (from <= _now)
            return;
        Slot(from) -= amount;
        _closed -= amount;
        Enter(amount, to);
    }

    /// <summary>How long until no more than this much is in use; infinite when that waits for something in flight.</summary>
    public TimeSpan UntilAtMost(long target, TimeSpan now)
    {
        var used = Used;
        if (used <= target)
            return TimeSpan.Zero;
        for (var steps = 1; steps <= _ring.Length; steps++)
        {
            used -= Slot(_now + steps);
            if (used <= target)
                return TimeSpan.FromTicks((_now + steps) * BucketTicks) - now;
        }

        return Timeout.InfiniteTimeSpan;
    }

    private void Enter(long amount, long bucket)
    {
        if (bucket <= _now)
            return;
        Slot(bucket) += amount;
        _closed += amount;
    }

    private ref long Slot(long bucket) => ref _ring[bucket % _ring.Length];
}
