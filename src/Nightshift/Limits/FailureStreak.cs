namespace Nightshift.Limits;

/// <summary>
/// Counts how often in a row the lane got nothing but refusals and timeouts, so that a server that is down, or that throttles without
/// saying for how long, is asked more and more seldom instead of in a hot loop. Not thread-safe: its owner locks.
/// </summary>
internal sealed class FailureStreak
{
    private int _length;
    private long _countsFrom;

    /// <summary>Whether the last thing heard was already bad before this.</summary>
    public bool IsRunning => _length > 0;

    /// <summary>Something worked.</summary>
    public void End() => _length = 0;

    /// <summary>
    /// A failure of a request with the given number of entry; <paramref name="entries"/> is the number of the next. All requests that
    /// were in flight together count once. Returns how long the lane should rest: not at all for the first ones that are tolerated.
    /// </summary>
    public TimeSpan Add(long entry, long entries, int tolerated, Random random)
    {
        if (entry < _countsFrom)
            return TimeSpan.Zero;
        _countsFrom = entries;
        _length++;
        return _length <= tolerated ? TimeSpan.Zero : Backoff.Next(_length - tolerated, random);
    }
}
