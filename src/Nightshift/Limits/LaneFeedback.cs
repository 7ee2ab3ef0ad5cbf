namespace Nightshift.Limits;

/// <summary>What a request tells its lane when it is over. A closed family: switch over all of it.</summary>
internal abstract record LaneFeedback
{
    private LaneFeedback()
    {
    }

    /// <summary>
    /// The <see cref="TimeProvider.GetTimestamp"/> at which the response's headers came: the server has seen the request by then.
    /// Null when none came, or when nobody looked.
    /// </summary>
    public long? HeadersAt { get; init; }

    /// <summary>An answer.</summary>
    /// <param name="Tokens">Tokens that the server counted, input and output; null when it does not say.</param>
    /// <param name="Limits">What its headers say of the limits.</param>
    public sealed record Succeeded(long? Tokens = null, ServerLimits? Limits = null) : LaneFeedback;

    /// <summary>Refused for going over a limit: 429.</summary>
    /// <param name="RetryAfter">What the server asks to wait.</param>
    /// <param name="Limits">What its headers say of the limits.</param>
    public sealed record Throttled(TimeSpan? RetryAfter = null, ServerLimits? Limits = null) : LaneFeedback;

    /// <summary>Refused because the server is too busy: 503, 529.</summary>
    /// <param name="RetryAfter">What the server asks to wait.</param>
    public sealed record Overloaded(TimeSpan? RetryAfter = null) : LaneFeedback;

    /// <summary>No answer in time.</summary>
    public sealed record TimedOut : LaneFeedback;

    /// <summary>It certainly never reached the server: no connection.</summary>
    public sealed record NotSent : LaneFeedback;

    /// <summary>The server broke down over it: 500, an answer that cannot be read, a connection that broke.</summary>
    public sealed record Faulted : LaneFeedback;

    /// <summary>Anything else, which says nothing about the lane: 400, 401, a cancelled call.</summary>
    public sealed record Failed : LaneFeedback;

    /// <summary>It was not sent after all, and the server had no part in that.</summary>
    public sealed record Withdrawn : LaneFeedback;
}
