using Nightshift.Model;
using Nightshift.Settling;

namespace Nightshift.Alerting.Rules;

/// <summary>What was spent yesterday, each day that anything was answered.</summary>
internal static class ReportRule
{
    private const int MostJobs = 5;

    public static IEnumerable<Notice> Of(AlertFacts facts)
    {
        if (facts.Yesterday is not { } report || facts.Since >= new DateTimeOffset(report.To.AddDays(1), default, default) || report.Total.Sums is { Attempts: 0, Answers: 0 })
            yield break;
        var total = report.Total;
        yield return new Notice(new Alert
        {
            Kind = AlertKind.DailyReport,
            Subject = $"{report.From:O}",
            Headline = $"{report.From:O}: {NumberWords.Count(total.Sums.Answers)} answers for {NumberWords.Usd(total.CostUsd)}"
                + (total.SavedUsd > 0 ? $", {NumberWords.Usd(total.SavedUsd)} ({NumberWords.Percent(total.SavedShare ?? 0)}) less than live calls." : "."),
            Lines =
            [
                .. report.Jobs.Take(MostJobs).Select(job => $"Job {AlertText.Foreign(job.Key)}: {NumberWords.Count(job.Sums.Answers)} answers, {NumberWords.Usd(job.CostUsd)}"),
                .. report.Jobs.Count > MostJobs ? [$"and {NumberWords.Count(report.Jobs.Count - MostJobs)} more jobs"] : Array.Empty<string>(),
                .. total.Sums.Unpriced > 0 ? [$"{NumberWords.Count(total.Sums.Unpriced)} calls have no price and are not in the sums."] : Array.Empty<string>(),
                .. report.Budgets.Where(standing => standing.Budget.LimitUsd > 0).Select(Words),
                $"All of it: nightshift report --from {report.From:O} --to {report.To:O}",
            ],
            Data = AlertBody.Details(json =>
            {
                json.WriteString("day", $"{report.From:O}");
                json.WriteNumber("answers", total.Sums.Answers);
                json.WriteNumber("cost_usd", total.CostUsd);
                json.WriteNumber("saved_usd", total.SavedUsd);
                json.WriteNumber("wasted_usd", total.Sums.WastedUsd);
                json.WriteNumber("unpriced_attempts", total.Sums.Unpriced);
            }),
        });
    }

    private static string Words(BudgetStanding standing) =>
        $"{NumberWords.Percent((standing.SpentUsd + standing.PossibleUsd) / standing.Budget.LimitUsd)} of {AlertText.Foreign(BudgetWords.Name(standing.Budget))} is used now";
}
