using System.Runtime.CompilerServices;

namespace Nightshift.Simulator.Accounting;

/// <summary>A call in 64 bytes without references: a million of them are 64 MB that the garbage collector never walks.</summary>
internal readonly struct CallEntry
{
    public TimeSpan Arrival { get; init; }
    public Sha256 Prompt { get; init; }
    public int InputTokens { get; init; }
    public int OutputTokens { get; init; }
    public int InFlight { get; init; }
    public ushort Model { get; init; }
    public ushort Faults { get; init; }
    public ushort Status { get; init; }
    public bool HasPrompt { get; init; }
    public bool HalfPrice { get; init; }
    public int CachedTokens { get; init; }
}

/// <summary>32 bytes in place.</summary>
[InlineArray(Size)]
internal struct Sha256
{
    public const int Size = 32;
    private byte _first;
}
