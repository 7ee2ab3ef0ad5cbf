namespace Nightshift.Sending;

/// <summary>What the user says about a lane's limits; what is left out is learnt from the provider.</summary>
public sealed record LaneOptions
{
    /// <summary>Requests a minute at the most.</summary>
    public int? Rpm { get; init; }

    /// <summary>Tokens a minute at the most, input and output together.</summary>
    public long? Tpm { get; init; }

    /// <summary>Calls in flight at the most; it adapts below that.</summary>
    public int? Concurrency { get; init; }

    /// <summary>How long one call may take; null for as long as is usual with the provider.</summary>
    public TimeSpan? Timeout { get; init; }
}
