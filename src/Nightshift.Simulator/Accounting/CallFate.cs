namespace Nightshift.Simulator.Accounting;

/// <summary>What was decided about one call.</summary>
internal readonly ref struct CallFate
{
    public required TimeSpan Arrival { get; init; }
    public required int InFlight { get; init; }
    public required int Status { get; init; }
    public ReadOnlySpan<byte> Prompt { get; init; }
    public string? Model { get; init; }
    public int InputTokens { get; init; }
    public int OutputTokens { get; init; }
    public int CachedTokens { get; init; }
    public bool Accepted { get; init; }
    public bool Executed { get; init; }
    public bool HalfPrice { get; init; }
    public FaultNames Faults { get; init; }
}

/// <summary>The faults that met a call.</summary>
internal readonly record struct FaultNames(IReadOnlyList<string>? Fired)
{
    public IReadOnlyList<string> Names => Fired ?? [];

    public string? Joined => Names.Count switch { 0 => null, 1 => Names[0], _ => string.Join('+', Names) };
}
