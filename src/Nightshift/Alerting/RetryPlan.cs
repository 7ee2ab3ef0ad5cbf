namespace Nightshift.Alerting;

/// <summary>When a delivery is tried again: after a minute, then two, four, … an hour; given up after some four days of tries.</summary>
internal static class RetryPlan
{
    /// <summary>Tries, not days: while no process runs nothing is given up.</summary>
    public const int MostTries = 100;

    public static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The wait after so many failed tries; null when that was the last.</summary>
    public static TimeSpan? After(int tries)
    {
        if (tries >= MostTries)
            return null;
        var wait = First;
        for (var n = 1; n < tries && wait < Longest; n++)
            wait *= 2;
        return wait < Longest ? wait : Longest;
    }
}
