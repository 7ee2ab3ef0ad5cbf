namespace Nightshift.Limits;

/// <summary>How long to wait before the next try: exponential with full jitter, so that a crowd does not come back at once.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The wait before the next try: anything up to 0.5 s × 2^attempt, 60 s at the most. What the server asked for comes before that,
    /// whole: its jitter is on top.
    /// </summary>
    /// <param name="attempt">0 after the first try.</param>
    /// <param name="random">Where the jitter comes from; the caller owns it.</param>
    /// <param name="retryAfter">What the server asked for.</param>
    public static TimeSpan Next(int attempt, Random random, TimeSpan? retryAfter = null)
    {
        var ceiling = Math.Min(Cap.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Max(attempt, 0)));
        return (retryAfter ?? TimeSpan.Zero) + TimeSpan.FromSeconds(random.NextDouble() * ceiling);
    }

    /// <summary>A wait with up to a tenth more, 30 s at the most: many lanes that were told the same time do not wake together.</summary>
    public static TimeSpan Spread(TimeSpan wait, Random random) =>
        wait + TimeSpan.FromSeconds(random.NextDouble() * Math.Min(wait.TotalSeconds / 10, 30));
}
