namespace Nightshift.Analysis;

/// <summary>Whether a workload could go through a batch API.</summary>
public enum Batchability
{
    /// <summary>It does already.</summary>
    AlreadyBatched,

    /// <summary>The log declares that nobody waits for it.</summary>
    Batchable,

    /// <summary>Its requests come as those of a program that nobody waits for.</summary>
    Likely,

    /// <summary>Somebody waits for its answers.</summary>
    SomebodyWaits,

    /// <summary>The log does not show it.</summary>
    CannotTell,
}

/// <summary>A verdict with what it rests on.</summary>
/// <param name="Batchability">The verdict.</param>
/// <param name="Evidence">Sentences with numbers; never empty.</param>
public sealed record BatchVerdict(Batchability Batchability, IReadOnlyList<string> Evidence)
{
    /// <summary>Whether what a batch would save is counted.</summary>
    public bool Counts => Batchability is Batchability.Batchable or Batchability.Likely;
}
