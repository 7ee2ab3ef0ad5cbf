namespace Nightshift.Limits;

/// <summary>
/// Keeps the retries that bring nothing a small share of the work: when everything fails, retrying everything doubles the load on a
/// server that is down. A retry that is answered gives its place back, so that a server that has recovered is not kept waiting.
/// Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="share">Failed retries, and retries under way, per answer over the last 60 s.</param>
/// <param name="floor">So many are always allowed in 60 s, so that a small job can retry at all.</param>
internal sealed class RetryBudget(TimeProvider time, double share = 0.2, int floor = RetryBudget.Floor)
{
    private const int Floor = 30;

    private readonly Lock _lock = new();
    private readonly long _origin = time.GetTimestamp();
    private readonly WindowLog _answers = new(TimeSpan.Zero);
    private readonly WindowLog _retries = new(TimeSpan.Zero);

    /// <summary>Takes as many retries as there is room for, up to the number wanted; returns how many.</summary>
    public int Reserve(int wanted)
    {
        lock (_lock)
        {
            Advance();
            var allowance = (long)(_answers.Used * share) + floor;
            var reserved = (int)Math.Clamp(allowance - _retries.Used, 0, wanted);
            _retries.Take(reserved);
            return reserved;
        }
    }

    /// <summary>Gives reserved retries back that were not made.</summary>
    public void Return(int retries)
    {
        lock (_lock)
            _retries.Return(retries);
    }

    /// <summary>The server took a request up and answered it.</summary>
    public void Answered(bool isRetry)
    {
        lock (_lock)
        {
            var now = Advance();
            _answers.Take(1);
            _answers.Close(1, WindowLog.BucketFor(now));
            if (isRetry)
                _retries.Return(1);
        }
    }

    /// <summary>A request brought nothing.</summary>
    public void Failed(bool isRetry)
    {
        if (!isRetry)
            return;
        lock (_lock)
            _retries.Close(1, WindowLog.BucketFor(Advance()));
    }

    private TimeSpan Advance()
    {
        var now = time.GetElapsedTime(_origin);
        _answers.Advance(now);
        _retries.Advance(now);
        return now;
    }
}
