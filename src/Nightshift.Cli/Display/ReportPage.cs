using Nightshift.Cli.Display.Pages;
using Nightshift.Engine.Reporting;
using Nightshift.Model;
using Nightshift.Settling;

namespace Nightshift.Cli.Display;

/// <summary>What was spent and saved, as a page.</summary>
internal static class ReportPage
{
    private const int Spent = 4;
    private const int Live = 5;

    /// <summary>The page.</summary>
    /// <param name="report">What was spent.</param>
    /// <param name="by">The one table that is wanted; null for all that tell something.</param>
    /// <param name="tag">Only jobs with this tag; null for all.</param>
    public static Page Of(SpendingReport report, ReportSection? by, string? tag) => new(
        "What was spent and what was saved",
        $"{(report.From == report.To ? $"{report.To:O}" : $"{report.From:O} to {report.To:O}")} (UTC){(tag is null ? "" : $", jobs with the tag {tag}")}")
    {
        Figures = [.. Figures(report.Total)],
        Remarks = [.. Remarks(report)],
        Sections = [.. by is { } one ? [Section(report, one)] : Telling(report), .. Budgets(report.Budgets)],
    };

    /// <summary>A table of one line says what the figures have said already.</summary>
    private static IEnumerable<PageSection> Telling(SpendingReport report) => Enum.GetValues<ReportSection>()
        .Select(section => (Kind: section, Table: Section(report, section)))
        .Where(section => section.Table.Rows.Count > (section.Kind is ReportSection.Day or ReportSection.Job ? 0 : 1))
        .Select(section => section.Table);

    /// <summary>A table of it.</summary>
    public static PageSection Section(SpendingReport report, ReportSection section)
    {
        var (title, column, key, groups) = section switch
        {
            ReportSection.Day => ("By day", "Day", "day", EachDay(report)),
            ReportSection.Job => ("By job", "Job", "job", report.Jobs),
            ReportSection.Model => ("By model", "Model", "model", report.Models),
            ReportSection.Provider => ("By provider", "Provider", "provider", report.Providers),
            ReportSection.Tag => ("By tag", "Tag", "tag", report.Tags),
            _ => throw new ArgumentOutOfRangeException(nameof(section), section, "not a section"),
        };
        PageColumn[] columns =
        [
            new(column, key), new("Answers", "answers"), new("Tokens in", "input_tokens"), new("Tokens out", "output_tokens"),
            new("Spent", "spent_usd"), new("Live price", "live_usd"), new("Saved", "saved_usd"), new("Saved %", "saved_share"),
        ];
        return new PageSection(title, columns, [.. groups.Select(Row)])
        {
            Chart = section == ReportSection.Day ? new Chart.Days(Spent, Live) : new Chart.Pairs(Spent, Live),
            Note = section == ReportSection.Tag ? "What has several tags is in each of them." : "",
        };
    }

    private static IReadOnlyList<Cell> Row(SpendingGroup group) =>
    [
        new Cell.Text(group.Key), new Cell.Count(group.Sums.Answers), new Cell.Count(group.Sums.Usage.InputTokens), new Cell.Count(group.Sums.Usage.OutputTokens),
        Money(group, group.CostUsd), Money(group, group.LiveUsd), Money(group, group.SavedUsd), Cell.OfShare(group.SavedShare is { } share ? Math.Round(share, 6) : null),
    ];

    /// <summary>An amount; not known when all of it is tokens without a price.</summary>
    private static Cell Money(SpendingGroup group, decimal usd) => Cell.OfDollars(group.Sums.Unpriced > 0 && group.LiveUsd == 0 ? null : usd);

    /// <summary>Days on which nothing was spent have their place among the others, as long as that is readable.</summary>
    private static IReadOnlyList<SpendingGroup> EachDay(SpendingReport report)
    {
        const int Most = 92;
        if (report.Days.Count == 0 || report.To.DayNumber - report.From.DayNumber >= Most)
            return report.Days;
        var known = report.Days.ToDictionary(day => day.Key, StringComparer.Ordinal);
        var first = DateOnly.ParseExact(report.Days[0].Key, "yyyy-MM-dd", null);
        return [.. Enumerable.Range(0, report.To.DayNumber - first.DayNumber + 1).Select(day => $"{first.AddDays(day):O}").Select(day => known.GetValueOrDefault(day) ?? SpendingGroup.Of(day, []))];
    }

    private static IEnumerable<PageFigure> Figures(SpendingGroup total)
    {
        yield return new PageFigure("spent", Money(total, total.CostUsd), $"for {Words.Count(total.Sums.Answers)} answers");
        yield return new PageFigure("live price", Money(total, total.LiveUsd), "what live calls would have cost, one for each row");
        yield return new PageFigure("saved", Money(total, total.SavedUsd), total.SavedShare is { } share ? $"{new Cell.Percent(share).Shown} of the live price" : "");
        if (total.SavedInBatchesUsd != 0)
            yield return new PageFigure("  in batches", new Cell.Dollars(total.SavedInBatchesUsd), "at the providers' batch prices");
        if (total.SparedRows > 0)
            yield return new PageFigure("  not asked twice", new Cell.Dollars(total.SparedUsd), $"{Words.Rows(total.SparedRows)} took an answer that was there");
        if (total.Sums.WastedUsd > 0)
            yield return new PageFigure("in vain", new Cell.Dollars(total.Sums.WastedUsd), "of what was spent: answers that were cut, unusable, or came twice");
        if (total.Sums.Uncertain > 0)
        {
            yield return new PageFigure("perhaps besides", new Cell.Dollars(total.Sums.PossibleUsd),
                $"not in the sums: at most, for {Words.Count(total.Sums.Uncertain)} {(total.Sums.Uncertain == 1 ? "call" : "calls")} whose end is not known (a crash, a lost connection)");
        }
    }

    private static IEnumerable<string> Remarks(SpendingReport report)
    {
        if (report.Total.Sums.Unpriced > 0)
            yield return $"{Words.Count(report.Total.Sums.Unpriced)} attempts are of models without a price: what they cost and saved is not in the sums. Give them one under prices: in nightshift.yaml.";
        if (report.Total.Sums.Attempts == 0 && report.Total.Sums.Answers == 0)
            yield return "Nothing was settled in this time.";
    }

    private static IEnumerable<PageSection> Budgets(IReadOnlyList<BudgetStanding> standings)
    {
        if (standings.Count == 0)
            yield break;
        PageColumn[] columns = [new("Budget", "budget"), new("Limit", "limit_usd"), new("Spent", "spent_usd"), new("Perhaps", "possible_usd"), new("Set aside", "reserved_usd"), new("Left", "room_usd")];
        yield return new PageSection("Budgets, as they stand now", columns,
        [
            .. standings.Select(standing => (IReadOnlyList<Cell>)
            [
                new Cell.Text(BudgetWords.Name(standing.Budget)), new Cell.Dollars(standing.Budget.LimitUsd), new Cell.Dollars(standing.SpentUsd), new Cell.Dollars(standing.PossibleUsd),
                new Cell.Dollars(standing.ReservedUsd), new Cell.Dollars(standing.RoomUsd),
            ]),
        ]);
    }
}

/// <summary>By what spending is told apart.</summary>
internal enum ReportSection
{
    /// <summary>Each day.</summary>
    Day,

    /// <summary>Each job.</summary>
    Job,

    /// <summary>Each model.</summary>
    Model,

    /// <summary>Each provider.</summary>
    Provider,

    /// <summary>Each tag.</summary>
    Tag,
}
