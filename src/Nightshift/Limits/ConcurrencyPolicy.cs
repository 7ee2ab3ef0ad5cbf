namespace Nightshift.Limits;

/// <summary>A concurrency and the throughput it gave.</summary>
/// <param name="Concurrency">Requests in flight.</param>
/// <param name="Throughput">Answers per second.</param>
internal readonly record struct Level(int Concurrency, double Throughput);

/// <summary>
/// How many requests to keep in flight. Two signals: the server says that it is too busy (AIMD), or more in flight no longer brings
/// more answers (the knee: latency then grows as concurrency does).
/// </summary>
/// <remarks>
/// The knee is found from throughput and not from latency: prompts and answers differ in length, so there is no "unloaded latency" to
/// compare with, and one remembered from earlier would pull the limit down for ever when rows get longer. Two neighbouring levels
/// are compared, and nothing older: the search follows a knee that moves, up or down.
/// </remarks>
internal static class ConcurrencyPolicy
{
    private const double Step = 1.25;
    private const double Distinct = 1.1;
    private const double Collapsed = 0.7;
    private const double KeptWhenOverloaded = 0.85;

    // Of a server that saturates smoothly, the level where this is reached gives nine tenths of what it has; beyond a sharp knee, where
    // it is zero, a few more in flight cost nothing but their wait.
    private const double WorthIt = 0.12;


    /// <summary>
    /// The limit after an overload: a little less when the server has been keeping up, half when it has not or was searched in doublings.
    /// </summary>
    public static int Decrease(int limit, bool hard) => Math.Max(1, (int)(limit * (hard ? 0.5 : KeptWhenOverloaded)));

    /// <summary>
    /// The limit after a round without overload: doubled at the start, else up by a quarter, but slowly near the ceiling at which
    /// the server was overloaded last.
    /// </summary>
    public static int Increase(int limit, int? ceiling, bool slowStart)
    {
        var next = slowStart ? limit * 2 : Math.Max(limit + 1, (int)Math.Ceiling(limit * Step));
        var careful = limit + Math.Max(1, limit / 16);
        return ceiling is { } top && next >= top ? careful : next;
    }

    /// <summary>The limit one step back.</summary>
    public static int StepBack(int limit) => Math.Max(1, Math.Min(limit - 1, (int)(limit / Step)));

    /// <summary>Whether the ceiling of the last overload no longer tells anything: it has been passed without another.</summary>
    public static bool IsPassed(int ceiling, int limit) => limit > ceiling * Distinct;

    /// <summary>Whether two levels lie far enough apart to be compared.</summary>
    public static bool AreDistinct(Level one, Level other) =>
        Math.Max(one.Concurrency, other.Concurrency) >= Distinct * Math.Min(one.Concurrency, other.Concurrency);

    /// <summary>Whether the throughput at an unchanged concurrency fell so far that the knee must have moved.</summary>
    public static bool HasCollapsed(Level peak, Level level) => level.Throughput < Collapsed * peak.Throughput;

    /// <summary>
    /// Whether the throughput followed the concurrency from one level to the other, far enough to be worth it (in logarithms): below the
    /// knee it follows wholly, beyond it not at all.
    /// </summary>
    public static bool Follows(Level from, Level to) =>
        Math.Log(to.Throughput / from.Throughput) / Math.Log((double)to.Concurrency / from.Concurrency) >= WorthIt;
}
