namespace Nightshift.Simulator.Faults;

/// <summary>The faults that one call meets, at most one for each place.</summary>
internal sealed record FaultPlan
{
    public static readonly FaultPlan None = new();

    /// <summary>How late the first byte comes.</summary>
    public TimeSpan Late { get; init; }

    /// <summary>A <see cref="Fault.Refused"/> or a <see cref="Fault.Dropped"/>, and the rule that asked for it.</summary>
    public (Fault Fault, FaultRule Rule)? Refusal { get; init; }

    public Fault.Reworded? Reworded { get; init; }

    public (Fault.Spoilt Fault, FaultRule Rule)? Spoilt { get; init; }

    public StreamQuirks Quirks { get; init; }

    /// <summary>The names for the ledger, in the order of the rules.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
