namespace Nightshift.Simulator;

/// <summary>How a simulated provider behaves.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }
}
