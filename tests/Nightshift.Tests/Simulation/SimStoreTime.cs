namespace Nightshift.Tests.Simulation;

/// <summary>The store's clock: that of the engine which has it open, as in a real process. The store itself outlives them.</summary>
internal sealed class SimStoreTime(TimeProvider machines) : TimeProvider
{
    public TimeProvider Engines { get; set; } = machines;

    public override DateTimeOffset GetUtcNow() => Engines.GetUtcNow();

    public override long GetTimestamp() => Engines.GetTimestamp();

    public override long TimestampFrequency => Engines.TimestampFrequency;
}
