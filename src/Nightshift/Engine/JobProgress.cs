using Nightshift.Model;
using Nightshift.Routing;
using Nightshift.Stores;

namespace Nightshift.Engine;

/// <summary>A job at a moment: what the store has, and how its lane is doing when it is being worked on here.</summary>
/// <param name="Job">As committed.</param>
/// <param name="Lanes">How its live calls are doing, account by account; none when another process works on it, or nobody.</param>
/// <param name="At">The moment.</param>
public sealed record JobProgress(Job Job, IReadOnlyList<LaneStanding> Lanes, DateTimeOffset At)
{
    /// <summary>Its batches, oldest first, those that are over too.</summary>
    public IReadOnlyList<Batch> Batches { get; init; } = [];

    /// <summary>Those of them that are out far longer than is usual.</summary>
    public IReadOnlyList<OverdueBatch> Overdue { get; init; } = [];

    /// <summary>A job as the store has it now; null when there is none of that number.</summary>
    /// <param name="store">The store; its owner may be another process.</param>
    /// <param name="id">Which job.</param>
    /// <param name="now">The moment.</param>
    /// <param name="lanes">See <see cref="Lanes"/>.</param>
    public static async ValueTask<JobProgress?> ReadAsync(IStore store, JobId id, DateTimeOffset now, IReadOnlyList<LaneStanding>? lanes = null)
    {
        if (await store.FindJobAsync(id) is not { } job)
            return null;
        var batches = await store.ListBatchesAsync(id);
        var isOut = batches.Any(batch => batch.State == BatchState.Submitted);
        return new JobProgress(job, lanes ?? [], now)
        {
            Batches = batches,
            Overdue = isOut ? [.. OverdueBatches.Among(await store.ListBatchesAsync(), now).Where(overdue => overdue.Batch.Job == id)] : [],
        };
    }
}
