using Nightshift.Model;

namespace Nightshift.Alerting;

/// <summary>An alert that a rule found, with what decides who wants it.</summary>
internal sealed record Notice(Alert Alert)
{
    /// <summary>The job that it is about; null when it is about none.</summary>
    public string? JobName { get; init; }

    /// <summary>The tags of the job or budget that it is about.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The share of failed rows that was passed; null when it is not about that.</summary>
    public decimal? FailedOver { get; init; }

    /// <summary>Whether another one of the moment says it already: it is remembered, and nobody is told.</summary>
    public bool IsImplied { get; init; }
}
