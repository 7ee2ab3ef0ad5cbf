namespace Nightshift.Protocols.Batches;

/// <summary>Results that are counted and not there yet: an end can be shown before its files are (litellm#37713, 2026).</summary>
internal static class LateResults
{
    private static readonly TimeSpan ComeWithin = TimeSpan.FromMinutes(10);

    /// <summary>Whether they may still come.</summary>
    /// <param name="endedAt">When the batch ended; null when it is not known, and then nothing is waited for.</param>
    /// <param name="now">The provider's time.</param>
    public static bool MayCome(DateTimeOffset? endedAt, DateTimeOffset? now) => now - endedAt < ComeWithin;
}
