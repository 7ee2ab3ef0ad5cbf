using Nightshift.Engine.Reporting;
using Nightshift.Model;
using Nightshift.Routing;

namespace Nightshift.Alerting.Rules;

/// <summary>What the rules look at: how things stand at a moment.</summary>
internal sealed record AlertFacts
{
    /// <summary>The moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What ended before this is nobody's news.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Jobs that are open, and those that ended lately.</summary>
    public IReadOnlyList<JobFacts> Jobs { get; init; } = [];

    /// <summary>How budgets stand: those of the configuration, and those of open jobs.</summary>
    public IReadOnlyList<BudgetStanding> Standings { get; init; } = [];

    /// <summary>Batches that are open.</summary>
    public IReadOnlyList<BatchFacts> Batches { get; init; } = [];

    /// <summary>Runs of schedules that were left out.</summary>
    public IReadOnlyList<ScheduleFacts> Schedules { get; init; } = [];

    /// <summary>What was spent on the day before this; null when nobody wants to know.</summary>
    public SpendingReport? Yesterday { get; init; }

    /// <summary>The shares of failed rows that somebody wants to know of.</summary>
    public IReadOnlyCollection<decimal> Shares { get; init; } = [];
}

/// <summary>A job.</summary>
/// <param name="Job">As the store has it.</param>
internal sealed record JobFacts(Job Job)
{
    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Where its output goes; null when it did not say.</summary>
    public string? Output { get; init; }

    /// <summary>What it spent; null when that was not looked up.</summary>
    public SpendingGroup? Spending { get; init; }
}

/// <summary>A batch that is open.</summary>
/// <param name="Batch">As the store has it.</param>
/// <param name="Job">Whose rows.</param>
/// <param name="Provider">Who has it.</param>
/// <param name="Kept">How long its results are kept there; null for ever.</param>
/// <param name="Window">Within which time the provider means to answer.</param>
internal sealed record BatchFacts(Batch Batch, JobFacts Job, string Provider, TimeSpan? Kept, TimeSpan Window)
{
    /// <summary>How late it is; null when it is not.</summary>
    public OverdueBatch? Overdue { get; init; }
}

/// <summary>A run of a schedule that was left out.</summary>
/// <param name="Name">The schedule's name.</param>
/// <param name="DueAt">When it should have run.</param>
/// <param name="IsOverlap">Whether the run before had not ended; otherwise nobody was there at its time.</param>
internal sealed record ScheduleFacts(string Name, DateTimeOffset DueAt, bool IsOverlap = false);
