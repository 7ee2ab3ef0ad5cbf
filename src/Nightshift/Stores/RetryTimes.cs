namespace Nightshift.Stores;

/// <summary>How a stored point in time is read after the clock may have jumped.</summary>
internal static class RetryTimes
{
    /// <summary>Nobody waits longer than this: a time further away was written under a wrong clock, and counts as due.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(8);

    /// <summary>The same for alerts, which are tried every hour at the least.</summary>
    public static readonly TimeSpan LongestDeliveryWait = TimeSpan.FromDays(1);

    /// <summary>Whether a row that waits until <paramref name="notBefore"/> may be claimed; null means that it never had to wait.</summary>
    public static bool IsDue(DateTimeOffset? notBefore, DateTimeOffset now)
        => notBefore is not { } time || time <= now || time > now + Longest;
}
