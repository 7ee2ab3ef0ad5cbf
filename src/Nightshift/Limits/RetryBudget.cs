namespace Nightshift.Limits;

/// <summary>
/// Keeps retries a small share of the work: when everything fails, retrying everything doubles the load on a server that is down.
/// Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="share">Retries per first try, over the last 60 s.</param>
/// <param name="floor">Retries in 60 s that are always allowed, at least 1, so that a small job can retry at all.</param>
internal sealed class RetryBudget(TimeProvider time, double share = 0.2, int floor = 10)
{
    private readonly Lock _lock = new();
    private readonly long _origin = time.GetTimestamp();
    private readonly WindowLog _requests = new(TimeSpan.Zero);
    private readonly WindowLog _retries = new(TimeSpan.Zero);

    /// <summary>How many retries may be made per window, when so many first tries were.</summary>
    public static long Allowance(long requests, double share, int floor) => (long)(requests * share) + floor;

    /// <summary>Counts a first try.</summary>
    public void CountRequest()
    {
        lock (_lock)
            Record(_requests, Advance());
    }

    /// <summary>Takes a retry out of the budget; false when it is used up.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            var now = Advance();
            if (_retries.Used >= Allowance(_requests.Used, share, floor))
                return false;
            Record(_retries, now);
            return true;
        }
    }

    /// <summary>How long until a retry can be had if nothing else happens; zero when one can be had now.</summary>
    public TimeSpan TimeUntilNext()
    {
        lock (_lock)
        {
            // Retries leave the window and make room, but first tries leave it too and take their share with them.
            var now = Advance();
            var (requests, retries) = (_requests.Used, _retries.Used);
            var steps = 0;
            while (retries >= Allowance(requests, share, floor))
            {
                steps++;
                requests -= _requests.FreedAfter(steps);
                retries -= _retries.FreedAfter(steps);
            }

            return steps == 0 ? TimeSpan.Zero : _retries.Until(steps, now);
        }
    }

    private static void Record(WindowLog log, TimeSpan now)
    {
        log.Take(1);
        log.Close(1, WindowLog.BucketFor(now));
    }

    private TimeSpan Advance()
    {
        var now = time.GetElapsedTime(_origin);
        _requests.Advance(now);
        _retries.Advance(now);
        return now;
    }
}
