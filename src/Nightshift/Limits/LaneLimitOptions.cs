using System.Runtime.CompilerServices;

namespace Nightshift.Limits;

/// <summary>What the user or the provider's entry says about a lane's limits. What is left out is learnt while sending.</summary>
/// <remarks>Every number is at least 1; setting less throws <see cref="ArgumentOutOfRangeException"/>.</remarks>
internal sealed record LaneLimitOptions
{
    /// <summary>Requests in any 60 s; null follows the server's headers, or goes without when it sends none.</summary>
    public long? Rpm { get; init => field = AtLeastOne(value); }

    /// <summary>Tokens in any 60 s; null follows the server's headers, or goes without when it sends none.</summary>
    public long? Tpm { get; init => field = AtLeastOne(value); }

    /// <summary>Requests in flight at the most, whatever the server can take.</summary>
    public int MaxConcurrency { get; init => field = (int)AtLeastOne(value)!; } = 256;

    /// <summary>Requests in flight at the start, until answers tell more.</summary>
    public int InitialConcurrency { get; init => field = (int)AtLeastOne(value)!; } = 16;

    /// <summary>The user's own number in flight: not searched for, and left only while the server is overloaded.</summary>
    public int? FixedConcurrency { get; init => field = (int?)AtLeastOne(value); }

    /// <summary>The longest that a request may travel after its last byte was handed to the transport.</summary>
    public TimeSpan ArrivalMargin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A Retry-After beyond this parks the lane, for everyone to see; a shorter one only holds it.</summary>
    public TimeSpan ParkThreshold { get; init; } = TimeSpan.FromSeconds(30);

    private static long? AtLeastOne(long? value, [CallerMemberName] string? name = null) =>
        value is < 1 ? throw new ArgumentOutOfRangeException(name, value, "must be at least 1") : value;
}
