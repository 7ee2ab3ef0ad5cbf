namespace Nightshift.Model;

/// <summary>Something that somebody should know, as the store keeps it: said once, to everybody who wants it.</summary>
public sealed record Alert
{
    /// <summary>What kind of thing.</summary>
    public required AlertKind Kind { get; init; }

    /// <summary>What exactly, so that it is raised once: <c>job 7 at 2026-11-21T04:10:00.000Z</c>. Unique among those of its kind.</summary>
    public required string Subject { get; init; }

    /// <summary>The one sentence that matters.</summary>
    public required string Headline { get; init; }

    /// <summary>Further sentences, and what to type next.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Its numbers for programs: a JSON object.</summary>
    public string Data { get; init; } = "{}";
}

/// <summary>The kinds of alerts. The numbers are stored: never change one.</summary>
public enum AlertKind
{
    /// <summary>Every row of a job ended.</summary>
    JobFinished = 0,

    /// <summary>A job stopped for a cause that concerns all of its rows.</summary>
    JobPaused = 1,

    /// <summary>More of a job's rows failed than somebody puts up with.</summary>
    RowsFailed = 2,

    /// <summary>A budget is nearly or wholly used up.</summary>
    BudgetReached = 3,

    /// <summary>Paid results are about to be deleted at their provider, and have not been collected.</summary>
    ResultsExpiring = 4,

    /// <summary>A schedule was due, and nothing ran.</summary>
    ScheduleMissed = 5,

    /// <summary>Batches are under way and nobody looks at them.</summary>
    CollectorStalled = 6,

    /// <summary>What was spent on a day.</summary>
    DailyReport = 7,

    /// <summary>A trial; never stored.</summary>
    Trial = 8,

    /// <summary>A batch is out far longer than batches like it were.</summary>
    BatchOverdue = 9,

    /// <summary>An account of a route is out, and the others take its rows.</summary>
    LaneOut = 10,
}
