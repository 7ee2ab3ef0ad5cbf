using Nightshift.Limits;
using Nightshift.Model;

namespace Nightshift.Engine;

/// <summary>A job at a moment: what the store has, and how its lane is doing when it is being worked on here.</summary>
/// <param name="Job">As committed.</param>
/// <param name="Lane">Concurrency, limits, parking; null when another process works on it, or none.</param>
/// <param name="At">The moment.</param>
public sealed record JobProgress(Job Job, LaneSnapshot? Lane, DateTimeOffset At)
{
    /// <summary>Its batches, oldest first, those that are over too.</summary>
    public IReadOnlyList<Batch> Batches { get; init; } = [];

    /// <summary>Why its rows go the way that they go, in a sentence; null when it is not being worked on here, or nothing is to be chosen.</summary>
    public string? Why { get; init; }
}
