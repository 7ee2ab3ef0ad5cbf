namespace Nightshift.Limits;

/// <summary>The gate's answer: a place, or how long until there could be one.</summary>
/// <param name="Permit">The place; null when refused.</param>
/// <param name="Wait">How long until a place could be free; <see cref="Timeout.InfiniteTimeSpan"/>: not before somebody leaves.</param>
/// <param name="Seen">The state of the gate that refused, so that a change between the refusal and the waiting is not missed.</param>
internal readonly record struct Admission(Permit? Permit, TimeSpan Wait, long Seen);

/// <summary>One place in a lane. Goes back to its gate once, with what came of it.</summary>
internal sealed class Permit
{
    internal Permit(long tokens, long entry, int round) => (Tokens, Entry, Round) = (tokens, entry, round);

    /// <summary>Tokens reserved at the entry.</summary>
    internal long Tokens { get; }

    /// <summary>Its number among the lane's permits.</summary>
    internal long Entry { get; }

    /// <summary>The round of the concurrency search in which it was given.</summary>
    internal int Round { get; }

    /// <summary>The latest that the server can have seen the request, on the gate's clock; null while the body is not sent.</summary>
    internal TimeSpan? LatestArrival { get; set; }

    /// <summary>Whether it went back.</summary>
    internal bool HasLeft { get; set; }
}
