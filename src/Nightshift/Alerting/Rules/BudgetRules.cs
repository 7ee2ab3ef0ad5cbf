using Nightshift.Model;
using Nightshift.Settling;

namespace Nightshift.Alerting.Rules;

/// <summary>Budgets that are nearly used up, and those that are.</summary>
internal static class BudgetRules
{
    private const decimal Nearly = 0.8m;

    public static IEnumerable<Notice> Of(BudgetStanding standing, AlertFacts at)
    {
        if (standing.Budget.LimitUsd <= 0)
            yield break;
        var used = (standing.SpentUsd + standing.PossibleUsd) / standing.Budget.LimitUsd;
        // It is at its end too when the next call has no room in it: the last cents are never spent.
        var isFull = used >= 1 || at.Jobs.Any(job => job.Job.State == JobState.Paused && IsOf(standing.Budget, job.Job) && BudgetWords.IsReached(standing.Budget, job.Job.Reason));
        if (isFull)
            yield return Notice(standing, used, 100, at);
        if (isFull || used >= Nearly)
            yield return Notice(standing, used, 80, at) with { IsImplied = isFull };
    }

    private static bool IsOf(Budget budget, Job job) => budget.Job is null || budget.Job == job.Id;

    private static Notice Notice(BudgetStanding standing, decimal used, int percent, AlertFacts at)
    {
        var budget = standing.Budget;
        var job = at.Jobs.FirstOrDefault(job => job.Job.Id == budget.Job);
        var name = AlertText.Foreign(BudgetWords.Name(budget));
        var from = budget.From(DateOnly.FromDateTime(at.Now.UtcDateTime));
        var alert = new Alert
        {
            Kind = AlertKind.BudgetReached,
            Subject = $"{percent} % of {name}{(budget.Job is { } id ? $" of job {id}" : "")}{(from is { } day ? $" from {day:O}" : "")}",
            Headline = (job is null ? "" : $"{AlertText.Name(job.Job)}: ") + (percent == 100
                ? $"{Capital(name)} is used up: {NumberWords.Usd(standing.SpentUsd)} is spent."
                : $"{NumberWords.Percent(used)} of {name} is used: {NumberWords.Usd(standing.SpentUsd)} is spent."),
            Lines =
            [
                .. standing.PossibleUsd > 0 ? [$"Up to {NumberWords.Usd(standing.PossibleUsd)} more may have been charged for calls whose end is not known."] : Array.Empty<string>(),
                .. standing.ReservedUsd > 0 ? [$"{NumberWords.Usd(standing.ReservedUsd)} is set aside for what is under way."] : Array.Empty<string>(),
                percent == 100 ? $"Nothing more is sent under it: {Cure(budget)}." : $"{NumberWords.Usd(Math.Max(0, standing.RoomUsd))} is left; without room nothing more is sent.",
                "See how it was spent with: nightshift report",
            ],
            Data = AlertBody.Details(json =>
            {
                json.WriteString("budget", name);
                json.WriteNumber("percent", percent);
                json.WriteNumber("limit_usd", budget.LimitUsd);
                json.WriteNumber("spent_usd", standing.SpentUsd);
                json.WriteNumber("possible_usd", standing.PossibleUsd);
                json.WriteNumber("reserved_usd", standing.ReservedUsd);
                if (budget.Job is { } number)
                    json.WriteNumber("job", number.Value);
            }),
        };
        return new Notice(alert) { JobName = job?.Job.Name, Tags = job?.Tags ?? (budget.Tag is { } tag ? [tag] : []) };
    }

    private static string Cure(Budget budget) => budget switch
    {
        { Job: not null } => "raise it with --max-cost",
        { Period: BudgetPeriod.Day } => "raise it under budgets: in nightshift.yaml, or go on tomorrow (UTC)",
        { Period: BudgetPeriod.Month } => "raise it under budgets: in nightshift.yaml, or go on next month (UTC)",
        _ => "raise it under budgets: in nightshift.yaml",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
