namespace Nightshift.Limits;

/// <summary>
/// One lane's admission: never more in flight than the server takes, never more requests or tokens in any 60 s of the server's clock
/// than the limits say, nothing while the lane is held. All jobs that send through a lane share its gate. Thread-safe.
/// </summary>
/// <remarks>
/// A request counts from its entry until 60 s after the latest moment at which it can have arrived: its last byte's departure and a margin
/// for the way, or the response's headers if those came earlier. Tokens are reserved as estimated; what an answer
/// used beyond that counts from the answer on, and what it left unused stays reserved, for servers that count estimates.
/// </remarks>
internal sealed partial class LaneGate
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly long _origin;
    private readonly TimeSpan _margin;
    private readonly TimeSpan _parkThreshold;
    private readonly RateWindow _requests;
    private readonly RateWindow _tokens;
    private readonly ConcurrencySearch _concurrency;
    private readonly Barrier _barrier = new();
    private readonly FailureStreak _failures = new();
    private readonly WaitingLine _line;
    private int _inFlight;
    private long _entries;

    /// <summary>Opens a lane.</summary>
    /// <param name="options">What is known of its limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">The jitter's source; the gate's own from now on.</param>
    public LaneGate(LaneLimitOptions options, TimeProvider time, Random random)
    {
        var cap = options.FixedConcurrency ?? options.MaxConcurrency;
        (_time, _random, _origin) = (time, random, time.GetTimestamp());
        (_margin, _parkThreshold) = (options.ArrivalMargin, options.ParkThreshold);
        _requests = new RateWindow(options.Rpm, _margin);
        _tokens = new RateWindow(options.Tpm, _margin);
        _concurrency = new ConcurrencySearch(options.FixedConcurrency ?? options.InitialConcurrency, cap, options.FixedConcurrency is null);
        _line = new WaitingLine(time);
    }

    /// <summary>Takes a place if there is one now; otherwise says how long until there could be.</summary>
    /// <param name="estimatedTokens">Tokens that the server may count for the request, input and largest output.</param>
    public Admission TryEnter(long estimatedTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(estimatedTokens);
        lock (_lock)
        {
            var now = Advance();
            if (UntilAllowed(estimatedTokens, now) is var wait && wait != TimeSpan.Zero)
            {
                _concurrency.NoteHeldBack();
                return new Admission(null, wait, _line.Changes);
            }

            if (_inFlight >= _concurrency.Limit)
            {
                _concurrency.NoteFull();
                return new Admission(null, Timeout.InfiniteTimeSpan, _line.Changes);
            }

            _concurrency.NoteAdmitted();
            _inFlight++;
            _requests.Log.Take(1);
            _tokens.Log.Take(estimatedTokens);
            return new Admission(new Permit(estimatedTokens, _entries++, _concurrency.Round), TimeSpan.Zero, _line.Changes);
        }
    }

    /// <summary>Waits until a refusal may be worth asking about again: its time has passed, or the gate has changed since.</summary>
    /// <param name="refusal">What <see cref="TryEnter"/> said; shorten its wait to come back earlier.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public ValueTask WaitAsync(Admission refusal, CancellationToken cancellation) =>
        _line.WaitAsync(refusal.Seen, refusal.Wait, cancellation);

    /// <summary>Tells that the request's last byte was handed to the transport. When the transport sends it anew, again.</summary>
    public void BodySent(Permit permit)
    {
        lock (_lock)
        {
            if (!permit.HasLeft)
                SetLatestArrival(permit, Advance() + _margin);
        }
    }

    /// <summary>Gives a place back, with what came of it.</summary>
    /// <exception cref="InvalidOperationException">It was given back before.</exception>
    public void Leave(Permit permit, LaneFeedback feedback)
    {
        lock (_lock)
        {
            if (permit.HasLeft)
                throw new InvalidOperationException("a permit was given back twice");
            permit.HasLeft = true;
            _inFlight--;
            var now = Advance();
            Account(permit, feedback, now);
            React(permit, feedback, now);
        }

        _line.Announce();
    }

    /// <summary>Sends nothing until a time, for a reason that people are shown. A longer hold that is in force stays.</summary>
    public void Park(DateTimeOffset until, string reason)
    {
        lock (_lock)
        {
            var wait = until - _time.GetUtcNow();
            if (wait > TimeSpan.Zero)
                _barrier.Shut(Advance(), wait, new LaneHold(until, reason, IsParked: true));
        }
    }

    /// <summary>Whether even a small request would have to wait now.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
                return _inFlight >= _concurrency.Limit || UntilAllowed(1, Advance()) != TimeSpan.Zero;
        }
    }

    /// <summary>How the lane is now.</summary>
    public LaneSnapshot Snapshot()
    {
        lock (_lock)
        {
            var now = Advance();
            return new LaneSnapshot(
                _concurrency.Limit, _inFlight, _requests.Limit, _requests.Log.Used, _tokens.Limit, _tokens.Log.Used, _barrier.Hold(now));
        }
    }

    // Zero when only the concurrency may stand in the way; infinite when it takes an answer to free what is needed.
    private TimeSpan UntilAllowed(long tokens, TimeSpan now)
    {
        Span<TimeSpan> waits = [_barrier.Remaining(now), _requests.UntilRoom(1, now), _tokens.UntilRoom(tokens, now)];
        return waits.Contains(Timeout.InfiniteTimeSpan) ? Timeout.InfiniteTimeSpan : Max(waits);
    }

    private static TimeSpan Max(ReadOnlySpan<TimeSpan> waits)
    {
        var longest = TimeSpan.Zero;
        foreach (var wait in waits)
            longest = wait > longest ? wait : longest;
        return longest;
    }

    private TimeSpan Advance()
    {
        var now = _time.GetElapsedTime(_origin);
        _requests.Log.Advance(now);
        _tokens.Log.Advance(now);
        return now;
    }
}
