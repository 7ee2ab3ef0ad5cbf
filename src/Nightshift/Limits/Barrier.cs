namespace Nightshift.Limits;

/// <summary>
/// Keeps a lane shut until a time. Counted on the monotonic clock: a step of the wall clock neither opens it early nor keeps it
/// shut. Not thread-safe: its owner locks.
/// </summary>
internal sealed class Barrier
{
    private TimeSpan _until;
    private LaneHold? _hold;

    /// <summary>Shuts the lane from now on for a time; the longest of several stands.</summary>
    public void Shut(TimeSpan now, TimeSpan wait, LaneHold hold)
    {
        if (now + wait <= _until)
            return;
        _until = now + wait;
        _hold = hold;
    }

    /// <summary>How long it stays shut; zero when it is open.</summary>
    public TimeSpan Remaining(TimeSpan now) => _until > now ? _until - now : TimeSpan.Zero;

    /// <summary>What it says on the door; null when it is open.</summary>
    public LaneHold? Hold(TimeSpan now) => _until > now ? _hold : null;
}
