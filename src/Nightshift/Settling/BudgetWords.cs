using Nightshift.Model;

namespace Nightshift.Settling;

/// <summary>A budget in words.</summary>
public static class BudgetWords
{
    private const string NoRoom = " has no room for the next call";

    /// <summary>What it is for: <c>the job's budget of $5.00</c>, <c>the budget of $20.00 a day for openai</c>.</summary>
    public static string Name(Budget budget)
    {
        var period = budget.Period switch
        {
            BudgetPeriod.Always => "",
            BudgetPeriod.Day => " a day",
            BudgetPeriod.Month => " a month",
            _ => throw new ArgumentOutOfRangeException(nameof(budget), budget.Period, "not a period"),
        };
        return $"{(budget.Job is null ? "the" : "the job's")} budget of {NumberWords.FineUsd(budget.LimitUsd)}{period}"
            + (budget.Provider is { } provider ? $" for {provider}" : "")
            + (budget.Tag is { } tag ? $" for the tag {tag}" : "");
    }

    /// <summary>Why nothing more is sent, and the cure.</summary>
    public static string Reached(BudgetStanding standing)
    {
        var budget = standing.Budget;
        var cure = budget switch
        {
            { Job: not null } => "raise it with --max-cost",
            { Period: BudgetPeriod.Day } => "raise it under budgets: in nightshift.yaml, or go on tomorrow (UTC)",
            { Period: BudgetPeriod.Month } => "raise it under budgets: in nightshift.yaml, or go on next month (UTC)",
            _ => "raise it under budgets: in nightshift.yaml",
        };
        return $"{Name(budget)}{NoRoom}: {NumberWords.FineUsd(standing.SpentUsd)} is spent"
            + (standing.PossibleUsd > 0 ? $", up to {NumberWords.FineUsd(standing.PossibleUsd)} more may have been charged for calls whose end is not known" : "")
            + (standing.ReservedUsd > 0 ? $", {NumberWords.FineUsd(standing.ReservedUsd)} is set aside for what is under way" : "")
            + $"; {cure}";
    }

    /// <summary>Whether that is why, of this budget.</summary>
    public static bool IsReached(Budget budget, string? reason) => reason?.StartsWith(Name(budget) + NoRoom, StringComparison.Ordinal) == true;
}
