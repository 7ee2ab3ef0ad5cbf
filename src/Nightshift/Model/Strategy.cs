namespace Nightshift.Model;

/// <summary>How a job's rows get their answers.</summary>
public enum Strategy
{
    /// <summary>Live calls alone: full price, seconds.</summary>
    Fastest,

    /// <summary>The provider's batch API alone: half the price, hours.</summary>
    Cheapest,

    /// <summary>Live calls up to their limits, and batches for what they would not come to in the time that a batch takes.</summary>
    Hybrid,

    /// <summary>Batches as long as they can be back in time, live calls for what would be late.</summary>
    Deadline,
}
