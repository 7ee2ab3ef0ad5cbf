using Nightshift.Model;

namespace Nightshift.Batching;

/// <summary>What came of cleaning one thing at a provider. A closed family: switch over all of it.</summary>
/// <param name="Account">Where: the provider's name, and its address unless it is the provider's own.</param>
public abstract record CleanOutcome(string Account)
{
    /// <summary>It is there and could be deleted.</summary>
    public sealed record Found(string Account, Remnant Remnant) : CleanOutcome(Account);

    /// <summary>It is gone.</summary>
    public sealed record Deleted(string Account, Remnant Remnant) : CleanOutcome(Account);

    /// <summary>It is still there.</summary>
    /// <param name="Account">Where.</param>
    /// <param name="Remnant">What.</param>
    /// <param name="Why">What the provider said, in a sentence.</param>
    public sealed record NotDeleted(string Account, Remnant Remnant, string Why) : CleanOutcome(Account);

    /// <summary>The account could not be asked what it has.</summary>
    /// <param name="Account">Where.</param>
    /// <param name="Why">Why, in a sentence that says the cure where there is one.</param>
    public sealed record NotAsked(string Account, string Why) : CleanOutcome(Account);
}

/// <summary>Something of ours at a provider that nothing needs any more.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">The provider's id for it.</param>
/// <param name="Batch">The store's batch that it belongs to; null when the store has none.</param>
/// <param name="Name">What it is called there; null where that is not known.</param>
/// <param name="CreatedAt">When it was made, by the provider's clock; null where that is not known.</param>
public sealed record Remnant(RemnantKind Kind, string Id, BatchId? Batch = null, string? Name = null, DateTimeOffset? CreatedAt = null);

/// <summary>What a <see cref="Remnant"/> is.</summary>
public enum RemnantKind
{
    /// <summary>A file with requests or results.</summary>
    File,

    /// <summary>What a provider keeps of a batch beside its files.</summary>
    Batch,
}
