namespace Nightshift.Limits;

/// <summary>One per-minute limit, of requests or of tokens, and what is in use of it. The user's limit stands above a learnt one.</summary>
/// <param name="given">The user's limit.</param>
/// <param name="furthest">How far ahead of now an arrival may lie.</param>
internal sealed class RateWindow(long? given, TimeSpan furthest)
{
    // From here on a refusal is likely this limit's doing: the rest may be in flight, or used by somebody else on the account.
    private const double NearlyFull = 0.8;

    private long? _learnt;
    private long? _longer;

    /// <summary>What is in use.</summary>
    public WindowLog Log { get; } = new(furthest);

    /// <summary>The limit in force; null when none is known.</summary>
    public long? Limit => given ?? _learnt;

    /// <summary>Whether a refusal by the server would be explained by this limit.</summary>
    public bool IsNearlyFull => Limit is { } limit && Log.Used >= limit * NearlyFull;

    /// <summary>
    /// How long until there is room for an amount; zero when there is. One that is larger than the limit goes alone, through an
    /// empty window: it is for the server to refuse it, not for the lane to hang.
    /// </summary>
    public TimeSpan UntilRoom(long amount, TimeSpan now) =>
        Limit is { } limit ? Log.UntilAtMost(Math.Max(0, limit - amount), now) : TimeSpan.Zero;

    /// <summary>
    /// Follows what the server says, up or down, at once. A limit over a day is not taken for one over a minute, and is remembered
    /// as such: while little of it is used, its reset is as near as a minute's.
    /// </summary>
    public void Learn(LimitReading reading)
    {
        if (reading.Limit is not { } limit)
            return;
        if (reading.IsLongerThanAMinute)
            _longer = limit;
        _learnt = limit == _longer ? null : limit;
    }

    /// <summary>
    /// How long the reading asks to send nothing: until its reset when nothing remains. Zero where the log already keeps to the
    /// limit: there nothing remains most of the time, and the reset is when all is free again, not the next place.
    /// </summary>
    public TimeSpan HoldFor(LimitReading reading) =>
        reading is { Remaining: 0, Reset: { } reset } && (Limit is null || reading.Limit == _longer) ? reset : TimeSpan.Zero;
}
