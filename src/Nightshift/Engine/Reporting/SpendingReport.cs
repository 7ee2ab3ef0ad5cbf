using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Engine.Reporting;

/// <summary>What was spent in a period, and what live calls would have cost: all of it, and by what it can be told apart.</summary>
public sealed record SpendingReport
{
    /// <summary>The word for spending of jobs that have no tag.</summary>
    public const string Untagged = "(none)";

    /// <summary>The first day, of UTC.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly To { get; init; }

    /// <summary>All of it.</summary>
    public required SpendingGroup Total { get; init; }

    /// <summary>A group for each day of the period on which something was settled, oldest first.</summary>
    public required IReadOnlyList<SpendingGroup> Days { get; init; }

    /// <summary>By job, dearest first; the key is its number and name.</summary>
    public required IReadOnlyList<SpendingGroup> Jobs { get; init; }

    /// <summary>By <c>provider/model</c>, dearest first.</summary>
    public required IReadOnlyList<SpendingGroup> Models { get; init; }

    /// <summary>By provider, dearest first.</summary>
    public required IReadOnlyList<SpendingGroup> Providers { get; init; }

    /// <summary>By tag, dearest first: what has several is in each of them.</summary>
    public required IReadOnlyList<SpendingGroup> Tags { get; init; }

    /// <summary>How the budgets stand now.</summary>
    public required IReadOnlyList<BudgetStanding> Budgets { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="store">Where it was booked.</param>
    /// <param name="period">The first and the last day.</param>
    /// <param name="budgets">Those of the configuration.</param>
    /// <param name="tag">Only jobs with this tag; null for all.</param>
    public static async Task<SpendingReport> ReadAsync(IStore store, (DateOnly From, DateOnly To) period, IReadOnlyList<Budget> budgets, string? tag = null)
    {
        var all = await store.ReadSpendingAsync(period.From, period.To);
        return Of([.. all.Where(spending => tag is null || spending.Payer.Tags.Contains(tag, StringComparer.Ordinal))], period, await store.ReadStandingsAsync(budgets));
    }

    /// <summary>Makes it of what was booked in the period.</summary>
    public static SpendingReport Of(IReadOnlyList<Spending> spending, (DateOnly From, DateOnly To) period, IReadOnlyList<BudgetStanding> budgets) => new()
    {
        From = period.From,
        To = period.To,
        Total = SpendingGroup.Of("", spending),
        Days = [.. Group(spending, one => [$"{one.Day:O}"]).OrderBy(day => day.Key, StringComparer.Ordinal)],
        Jobs = Dearest(Group(spending, one => [$"{one.Payer.Job} {one.Payer.Name}"])),
        Models = Dearest(Group(spending.Where(IsOfModel), one => [one.FullModel])),
        Providers = Dearest(Group(spending, one => [one.Provider])),
        Tags = Dearest(Group(spending, one => one.Payer.Tags is { Count: > 0 } tags ? tags : [Untagged])),
        Budgets = budgets,
    };

    /// <summary>Answers that nobody was asked for name no model where each line brings its own.</summary>
    private static bool IsOfModel(Spending one) => one.Model.Length > 0;

    private static IEnumerable<SpendingGroup> Group(IEnumerable<Spending> spending, Func<Spending, IReadOnlyList<string>> keys) => spending
        .SelectMany(one => keys(one).Select(key => (Key: key, One: one)))
        .GroupBy(pair => pair.Key, pair => pair.One, StringComparer.Ordinal)
        .Select(group => SpendingGroup.Of(group.Key, group));

    private static IReadOnlyList<SpendingGroup> Dearest(IEnumerable<SpendingGroup> groups) =>
        [.. groups.OrderByDescending(group => group.CostUsd).ThenByDescending(group => group.LiveUsd).ThenBy(group => group.Key, StringComparer.Ordinal)];
}
