using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Sending;

namespace Nightshift.Engine;

/// <summary>What to run: an input, a task, and how to go about it.</summary>
public sealed record JobRequest
{
    /// <summary>The dataset.</summary>
    public required InputSource Input { get; init; }

    /// <summary>What to do with each row.</summary>
    public required TaskDefinition Task { get; init; }

    /// <summary>For people; null names the job after its input.</summary>
    public string? Name { get; init; }

    /// <summary>The column whose value identifies a row for the user; null for none. Batch files have their own ids.</summary>
    public string? IdColumn { get; init; }

    /// <summary>Only rows for which this expression holds; null for all.</summary>
    public string? Where { get; init; }

    /// <summary>Rows at the most, counted after <see cref="Where"/>; null for all.</summary>
    public long? Limit { get; init; }

    /// <summary>Only some rows, spread over those that there would be otherwise; null for all.</summary>
    public Sampling? Sample { get; init; }

    /// <summary>Whether one bad record refuses the input; otherwise it is a failed row.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether identical requests of this job are sent once. Without it, no answers of earlier jobs are taken either.</summary>
    public bool Dedupe { get; init; } = true;

    /// <summary>Whether answers of earlier jobs to identical requests are taken.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>The provider's address, when it is not its own.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Whether a key may go over plain HTTP to another machine.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Where the results are to go; null for nowhere yet. Kept with the job for the next time.</summary>
    public OutputRequest? Output { get; init; }

    /// <summary>How the rows get their answers.</summary>
    public Strategy Strategy { get; init; }

    /// <summary>For <see cref="Strategy.Deadline"/>: within which time after its beginning the job is to be done.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Whether batches and their files stay at the provider when their results are in.</summary>
    public bool KeepRemote { get; init; }

    /// <summary>Dollars that the job may cost, over all of its runs; null for as much as it takes.</summary>
    public decimal? MaxCostUsd { get; init; }

    /// <summary>By what its spending can be told from that of others, and what budgets can be for.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The lot of a queue that the input is; null for an input of the user's own.</summary>
    public LotOrigin? Lot { get; init; }

    /// <summary>Limits of the lane.</summary>
    public LaneOptions Lane { get; init; } = new();
}
