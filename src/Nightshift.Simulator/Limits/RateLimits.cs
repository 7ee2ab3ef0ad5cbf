namespace Nightshift.Simulator.Limits;

/// <summary>What a provider says about its limits on every answer; a limit that is not set is null.</summary>
internal readonly record struct RateLimits(
    int? LimitRequests, int RemainingRequests, TimeSpan ResetRequests,
    long? LimitTokens, long RemainingTokens, TimeSpan ResetTokens);

/// <summary>Whether the windows let a call in.</summary>
internal abstract record Admission(RateLimits Limits, TimeSpan Arrival)
{
    public sealed record Accepted(RateLimits Limits, TimeSpan Arrival) : Admission(Limits, Arrival);

    public sealed record OverRequests(RateLimits Limits, TimeSpan Arrival, TimeSpan RetryAfter) : Admission(Limits, Arrival);

    public sealed record OverTokens(RateLimits Limits, TimeSpan Arrival, TimeSpan RetryAfter) : Admission(Limits, Arrival);

    /// <summary>More tokens than the limit itself: no wait helps.</summary>
    public sealed record TooLarge(RateLimits Limits, TimeSpan Arrival) : Admission(Limits, Arrival);
}
