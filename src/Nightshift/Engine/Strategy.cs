namespace Nightshift.Engine;

/// <summary>How a job's rows get their answers.</summary>
public enum Strategy
{
    /// <summary>Live calls alone: full price, seconds.</summary>
    Fastest,

    /// <summary>The provider's batch API alone: half the price, hours.</summary>
    Cheapest,
}
