namespace Nightshift.Simulator;

/// <summary>How the time of an answer varies around <see cref="SimulatorOptions.Latency"/>.</summary>
public enum LatencyDistribution
{
    /// <summary>Every answer takes the latency itself.</summary>
    Fixed,

    /// <summary>Evenly between latency × (1 − spread) and latency × (1 + spread).</summary>
    Uniform,

    /// <summary>The latency is the median, the spread is sigma: a few answers take many times as long, as they do at real providers.</summary>
    LogNormal,
}
