namespace Nightshift.Simulator.Limits;

/// <summary>
/// Requests and tokens accepted in the last 60 s, as a log and not as a bucket: a bucket lets nearly two limits through in some
/// window, and this is the oracle that a client's limiter is tried against. A refused call takes no room.
/// </summary>
internal sealed class SlidingWindow(int? rpm, long? tpm, Func<TimeSpan> clock, IReadOnlyList<LimitChange>? changes = null)
{
    public static readonly TimeSpan Width = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly Queue<(TimeSpan Arrival, long Tokens)> _log = [];
    private readonly Queue<LimitChange> _changes = new(changes ?? []);
    private int? _rpm = rpm;
    private long? _tpm = tpm;
    private TimeSpan _last;
    private long _tokens;

    /// <summary>Lets a call in, or says what is full and when there is room for it.</summary>
    public Admission Admit(long tokens)
    {
        if (_rpm is null && _tpm is null && _changes.Count == 0)
            return new Admission.Accepted(default, clock());
        lock (_lock)
        {
            var now = clock();
            Follow(now);
            Forget(now);
            if (tokens > _tpm)
                return new Admission.TooLarge(Limits(now), now);
            if (_log.Count >= _rpm)
                return new Admission.OverRequests(Limits(now), now, _log.Peek().Arrival + Width - now);
            if (_tokens + tokens > _tpm)
                return new Admission.OverTokens(Limits(now), now, RoomFor(tokens) - now);
            _log.Enqueue((now, tokens));
            _tokens += tokens;
            _last = now;
            return new Admission.Accepted(Limits(now), now);
        }
    }

    private void Follow(TimeSpan now)
    {
        while (_changes.TryPeek(out var change) && now >= change.At)
            (_rpm, _tpm) = (_changes.Dequeue().Rpm ?? _rpm, change.Tpm ?? _tpm);
    }

    private void Forget(TimeSpan now)
    {
        while (_log.TryPeek(out var oldest) && now - oldest.Arrival >= Width)
            _tokens -= _log.Dequeue().Tokens;
    }

    private TimeSpan RoomFor(long tokens)
    {
        var freed = 0L;
        foreach (var entry in _log)
        {
            freed += entry.Tokens;
            if (_tokens - freed + tokens <= _tpm)
                return entry.Arrival + Width;
        }

        return _last + Width;
    }

    private RateLimits Limits(TimeSpan now)
    {
        var reset = _log.Count == 0 ? TimeSpan.Zero : _last + Width - now;
        return new(_rpm, Math.Max(0, (_rpm ?? 0) - _log.Count), reset, _tpm, Math.Max(0, (_tpm ?? 0) - _tokens), reset);
    }
}
