using Nightshift.Model;

namespace Nightshift.Routing;

/// <summary>What the choice of lanes depends on.</summary>
internal sealed record RouteFacts
{
    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the job is to be done; null for no such time.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Rows that wait to be sent.</summary>
    public required long Waiting { get; init; }

    /// <summary>Rows that live calls can answer in a minute; null when nothing limits them that is known.</summary>
    public double? LiveRowsPerMinute { get; init; }

    /// <summary>Whether the model can be had in batches at all.</summary>
    public required bool HasBatches { get; init; }

    /// <summary>Rows of a batch at the least.</summary>
    public int FewestRows { get; init; } = 1;

    /// <summary>How long batches take.</summary>
    public required Turnaround Turnaround { get; init; }

    /// <summary>The job's batches that have not ended.</summary>
    public IReadOnlyList<RunningBatch> Batches { get; init; } = [];
}

/// <summary>A batch that has not ended.</summary>
/// <param name="Id">Which.</param>
/// <param name="Rows">Its rows, all of them: what is done of them at the provider is not here before it has ended.</param>
/// <param name="Age">How long it has been under way.</param>
/// <param name="IsRecalled">Whether it was called back already.</param>
internal readonly record struct RunningBatch(BatchId Id, long Rows, TimeSpan Age, bool IsRecalled = false)
{
    /// <summary>How long ago it was called back.</summary>
    public TimeSpan RecalledFor { get; init; }
}

/// <summary>Which way the rows go from here.</summary>
/// <param name="LiveRows">Of those that wait, how many may be sent live now.</param>
/// <param name="BatchRows">Of those that wait, how many go into batches now.</param>
/// <param name="Why">One sentence for people.</param>
internal sealed record Route(long LiveRows, long BatchRows, string Why)
{
    /// <summary>All there are, and those that come.</summary>
    public const long All = long.MaxValue;

    /// <summary>Batches that are to be called back: what is done in them is kept, the rest is sent live.</summary>
    public IReadOnlyList<BatchId> Recalled { get; init; } = [];

    /// <summary>Batches that were called back and do not come: their rows leave them.</summary>
    public IReadOnlyList<BatchId> Left { get; init; } = [];
}
