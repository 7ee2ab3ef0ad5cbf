namespace Nightshift.Tests.Simulation;

/// <content>I13: when nothing disturbs it any more, something must get done every three minutes.</content>
internal sealed partial class SimOracle
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(180);

    private TimeSpan _lastProgress;
    private TimeSpan _askedToWaitUntil;
    private TimeSpan? _quietFrom;
    private TimeSpan _clockIsBehind;

    /// <summary>The longest that nothing got done since all was quiet.</summary>
    public TimeSpan LongestStandstill { get; private set; }

    /// <summary>From now on no fault strikes. What was to wait until a time by a clock ahead of today's waits until today's gets there.</summary>
    public void IsQuiet(TimeSpan clockIsBehind) => (_quietFrom, _clockIsBehind) = (time.Elapsed, clockIsBehind);

    /// <summary>The provider asks for a wait, and gets it with a tenth more.</summary>
    public void AsksToWait(TimeSpan wait) => _askedToWaitUntil = Later(_askedToWaitUntil, time.Elapsed + (wait * 1.1));

    /// <summary>Looks whether the work stands still.</summary>
    public void CheckProgress()
    {
        if (_quietFrom is not { } quiet)
            return;
        var still = time.Elapsed - Later(_lastProgress, Later(quiet, _askedToWaitUntil) + _clockIsBehind);
        LongestStandstill = Later(LongestStandstill, still);
        Hold(still <= Longest, $"I13: nothing got done for {still}");
    }

    private void Progresses()
    {
        CheckProgress();
        _lastProgress = time.Elapsed;
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
