namespace Nightshift.Configuration;

/// <summary>What <c>budgets:</c> says of one in <c>nightshift.yaml</c>; each member is null when it is left out.</summary>
internal sealed record BudgetShape
{
    /// <summary>Dollars.</summary>
    public decimal? Limit { get; init; }

    public string? Per { get; init; }

    public string? Provider { get; init; }

    public string? Tag { get; init; }
}
