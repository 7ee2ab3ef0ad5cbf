namespace Nightshift.Limits;

/// <summary>What one response's headers say of the account's limits.</summary>
/// <param name="Requests">Of requests.</param>
/// <param name="Tokens">Of tokens.</param>
internal sealed record ServerLimits(LimitReading Requests, LimitReading Tokens)
{
    /// <summary>Whether something is used up.</summary>
    public bool NothingRemains => Requests.Remaining == 0 || Tokens.Remaining == 0;

    /// <summary>How long until what is used up is there again; null when nothing is, or the server does not say.</summary>
    public TimeSpan? UntilReset => (Requests, Tokens) switch
    {
        ({ Remaining: 0, Reset: { } requests }, { Remaining: 0, Reset: { } tokens }) => requests > tokens ? requests : tokens,
        ({ Remaining: 0, Reset: { } requests }, _) => requests,
        (_, { Remaining: 0, Reset: { } tokens }) => tokens,
        _ => null,
    };
}

/// <summary>One limit as the server states it; each part may be missing.</summary>
/// <param name="Limit">The most per window, at least 1.</param>
/// <param name="Remaining">What is left of it.</param>
/// <param name="Reset">How long until all of it is there again.</param>
internal readonly record struct LimitReading(long? Limit, long? Remaining, TimeSpan? Reset)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BeyondDoubt = TimeSpan.FromMinutes(10);

    /// <summary>Whether nothing is stated.</summary>
    public bool IsEmpty => this is { Limit: null, Remaining: null, Reset: null };

    /// <summary>
    /// Whether the window is certainly longer than a minute; headers do not say. A limit that refills steadily is full again after
    /// used / limit × window, which tells the window. When in doubt it counts as a minute's: keeping to a day's limit in
    /// every minute is safe, letting a minute's limit go is not.
    /// </summary>
    /// <remarks>
    /// Groq's <c>x-ratelimit-limit-requests</c> is per day, with resets like <c>2m59.56s</c> (general knowledge, 2026-11). OpenAI's own
    /// example has a reset of <c>6m0s</c> for 16 of 150,000 tokens per minute (2026-07), which fits neither a minute nor a day.
    /// </remarks>
    public bool IsLongerThanAMinute => Reset > BeyondDoubt || (Reset > Minute && ImpliedWindow is { TotalHours: >= 12 and <= 48 });

    private TimeSpan? ImpliedWindow => this is { Limit: { } limit, Remaining: { } remaining, Reset: { } reset } && remaining < limit
        ? TimeSpan.FromSeconds(Math.Min(reset.TotalSeconds * limit / (limit - remaining), TimeSpan.MaxValue.TotalSeconds / 2))
        : null;
}
