namespace Nightshift.Model;

/// <summary>One run of a task over a dataset, as the store has it.</summary>
public sealed record Job
{
    /// <summary>The store's number for it.</summary>
    public required JobId Id { get; init; }

    /// <summary>What makes the same command the same job: a hash of input and task. Unique in the store.</summary>
    public required string Key { get; init; }

    /// <summary>For people: the input's file name unless they named it.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is.</summary>
    public required JobState State { get; init; }

    /// <summary>Why it is paused or cancelled, in one sentence with the cure; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Why its rows go the way that they go, live or in batches, as it was chosen last; null where there is nothing to choose.</summary>
    public string? Route { get; init; }

    /// <summary>The accounts of its route that it does without at present.</summary>
    public IReadOnlyList<LaneOut> LanesOut { get; init; } = [];

    /// <summary>The job's specification (input and task) as JSON; opaque to the store.</summary>
    public required string Spec { get; init; }

    /// <summary>The input's columns in their order; known when intake is complete.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>How far intake has come: records read from the start of the input, kept or not.</summary>
    public long RecordsRead { get; init; }

    /// <summary>Rows by state.</summary>
    public RowCounts Counts { get; init; }

    /// <summary>What was spent so far.</summary>
    public Spend Spend { get; init; }

    /// <summary>Dollars set aside for what is under way.</summary>
    public decimal ReservedUsd { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last row ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>A job to be added.</summary>
/// <param name="Key">See <see cref="Job.Key"/>.</param>
/// <param name="Name">See <see cref="Job.Name"/>.</param>
/// <param name="Spec">See <see cref="Job.Spec"/>.</param>
public sealed record NewJob(string Key, string Name, string Spec)
{
    /// <summary>Who is paid, as in <c>provider/model</c>; empty when its attempts say that each for itself.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The model as its provider calls it; empty where each line brings its own.</summary>
    public string Model { get; init; } = "";

    /// <summary>By what its spending can be told from that of others.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}

/// <summary>What a job's attempts used and cost, duplicates and failed ones included.</summary>
/// <param name="Attempts">Attempts settled.</param>
/// <param name="Retries">Attempts that were not a row's first.</param>
/// <param name="Usage">Tokens.</param>
/// <param name="CostUsd">Dollars, over the attempts whose price is known.</param>
/// <param name="Unpriced">Attempts with usage whose model has no price: their cost is not in the sum.</param>
public readonly record struct Spend(long Attempts, long Retries, Usage Usage, decimal CostUsd, long Unpriced)
{
    /// <summary>Dollars that may have been charged besides, for attempts whose end nobody knows.</summary>
    public decimal PossibleUsd { get; init; }
}
