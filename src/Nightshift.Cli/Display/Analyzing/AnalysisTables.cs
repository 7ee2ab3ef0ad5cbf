using Nightshift.Analysis;
using Nightshift.Cli.Display.Pages;

namespace Nightshift.Cli.Display.Analyzing;

/// <summary>The tables of an analysis.</summary>
internal static class AnalysisTables
{
    /// <summary>As many rows as somebody reads; the CSV has all.</summary>
    private const int MostRows = 30;

    /// <summary>All sections of the report; some may have no rows.</summary>
    public static IEnumerable<PageSection> All(LogAnalysis analysis) =>
        [Ways(analysis), Workloads(analysis), ByWorkload(analysis), Reasons(analysis), Cheaper(analysis), Unpriced(analysis), Logged(analysis), Bills(analysis), Files(analysis)];

    /// <summary>A row for each workload and model, with everything; amounts are those of the log.</summary>
    public static PageSection Everything(LogAnalysis analysis) => new("Workloads",
        [
            new("Workload", "workload"), new("Provider", "provider"), new("Model", "model"), new("Requests", "requests"), new("Records", "records"),
            new("Input", "input_tokens"), new("Output", "output_tokens"), new("Cached", "cached_input_tokens"), new("Spent", "cost_usd"), new("Logged", "logged_usd"),
            new("Verdict", "batchable"), new("Batching", "batching_usd"), new("If nobody waits", "batching_usd_if_nobody_waits"),
            new("Duplicates", "duplicates"), new("Duplicates", "duplicates_usd"), new("Caching", "caching_usd"), new("Together", "together_usd"),
            new("Smaller model", "smaller_model"), new("Smaller model", "smaller_model_usd"), new("Factor", "month_factor"), new("Evidence", "evidence"),
        ],
        [.. analysis.Workloads.Select(found => Everything(found, analysis.Period))]);

    private static IReadOnlyList<Cell> Everything(WorkloadFinding found, LogPeriod? period)
    {
        var facts = found.Facts;
        return
        [
            Text(facts.Workload), Text(facts.Provider), Text(facts.Model), Cell.OfCount(facts.Requests), Cell.OfCount(facts.Records),
            Cell.OfCount(facts.Usage.InputTokens), Cell.OfCount(facts.Usage.OutputTokens), Cell.OfCount(facts.Usage.CachedInputTokens), Cell.OfDollars(facts.Usd), Cell.OfDollars(facts.LoggedUsd),
            Text(AnalysisText.Key(found.Batching.Batchability)), Cell.OfDollars(found.BatchingUsd), Cell.OfDollars(found.BatchingUsdIfNobodyWaits),
            Cell.OfCount(facts.Printed == 0 ? null : facts.Duplicates), Cell.OfDollars(found.DuplicatesUsd), Cell.OfDollars(found.CachingUsd), Cell.OfDollars(facts.Usd is null ? null : found.TogetherUsd),
            Text(facts.Cheaper ?? ""), Cell.OfDollars(found.CheaperUsd), Cell.OfShare(period is null ? null : Math.Round(period.Factor, 9)), Text(string.Join(' ', AnalysisText.Evidence(found))),
        ];
    }

    private static PageSection Ways(LogAnalysis analysis)
    {
        Cell[] Row(string name, decimal? usd) =>
            [Text(name), Cell.OfDollars(analysis.Monthly(usd)), Cell.OfShare(analysis.Usd > 0 ? usd / analysis.Usd : null)];

        return new("What would save how much", [new("Way", "way"), new(analysis.Period is null ? "In the log" : "A month", "usd"), new("Of the spend", "share")],
            analysis.Usd == 0
                ? []
                :
                [
                    Row("Not sending duplicates", analysis.DuplicatesUsd), Row("Batches", analysis.BatchingUsd), Row("Prompt caching", analysis.CachingUsd),
                    Row("These three together", analysis.TogetherUsd), Row("A smaller model", analysis.CheaperUsd),
                ])
        {
            Note = "Each by itself, then the first three together with nothing counted twice. A smaller model is in no sum: whether its answers are good enough has to be seen.",
            Chart = new Chart.Bars(1),
        };
    }

    private static PageSection Workloads(LogAnalysis analysis) => new("Workloads",
        [new("Workload", "workload"), new("Model", "model"), new("Requests", "requests"), new("Spent", "usd"), new("Batchable", "batchable"), new("Saves", "together_usd")],
        [
            .. analysis.Workloads.Take(MostRows).Select(found => (IReadOnlyList<Cell>)
            [
                Text(found.Facts.Workload), Text(found.Facts.Model), Cell.OfCount(found.Facts.Requests), Month(analysis, found.Facts.Usd),
                Text(AnalysisText.Word(found.Batching.Batchability)), Month(analysis, found.Facts.Usd is null ? null : found.TogetherUsd),
            ]),
        ])
    {
        Note = $"Dollars {AnalysisPage.Unit(analysis)}; the bars show what could be saved of what is spent." + (analysis.Workloads.Count > MostRows ? $" The dearest {MostRows} of {Words.Count(analysis.Workloads.Count)}; --csv and --json have all." : ""),
        Chart = new Chart.Pairs(5, 3),
    };

    private static PageSection ByWorkload(LogAnalysis analysis) => new("Each way by itself",
        [new("Workload", "workload"), new("Model", "model"), new("Duplicates", "duplicates_usd"), new("Batches", "batching_usd"), new("Caching", "caching_usd"), new("Smaller model", "smaller_usd")],
        [
            .. analysis.Workloads.Where(found => found.Facts.Usd is not null).Take(MostRows).Select(found => (IReadOnlyList<Cell>)
            [
                Text(found.Facts.Workload), Text(found.Facts.Model), Month(analysis, found.DuplicatesUsd), Month(analysis, found.BatchingUsd), Month(analysis, found.CachingUsd), Month(analysis, found.CheaperUsd),
            ]),
        ])
    {
        Note = $"Dollars {AnalysisPage.Unit(analysis)}. A dash is what the log does not tell.",
    };

    private static PageSection Reasons(LogAnalysis analysis) => new("Why",
        [new("Workload", "workload"), new("Batchable", "batchable"), new("Evidence", "evidence") { IsProse = true }],
        [
            .. analysis.Workloads.Take(MostRows).Select(found => (IReadOnlyList<Cell>)
            [
                Text(found.Facts.Workload), Text(AnalysisText.Word(found.Batching.Batchability)), Text(string.Join(' ', AnalysisText.Evidence(found))),
            ]),
        ]);

    private static PageSection Cheaper(LogAnalysis analysis)
    {
        var models = analysis.Workloads.Where(found => found.CheaperUsd is > 0).GroupBy(found => (Name: Name(found.Facts), Smaller: found.Facts.Cheaper!)).OrderByDescending(model => model.Sum(found => found.CheaperUsd)).ToList();
        return new("Smaller models",
            [new("Model", "model"), new("Smaller", "smaller"), new("Spent", "usd"), new("Would be", "smaller_usd"), new("Saves", "saves_usd")],
            [
                .. models.Take(MostRows).Select(model => (IReadOnlyList<Cell>)
                [
                    Text(model.Key.Name), Text(model.Key.Smaller), Month(analysis, model.Sum(found => found.Facts.Usd)), Month(analysis, model.Sum(found => found.Facts.CheaperUsd)), Month(analysis, model.Sum(found => found.CheaperUsd)),
                ]),
            ])
        {
            Note = models.Count == 0 ? "" : $"The same tokens at the smaller model's price. See on rows of your own whether it is good enough: nightshift compare rows.csv --task task.yaml --models {models[0].Key.Name},{models[0].Key.Smaller}",
        };
    }

    private static PageSection Unpriced(LogAnalysis analysis) => new("Models without a price",
        [new("Model", "model"), new("Requests", "requests"), new("Input tokens", "input_tokens"), new("Output tokens", "output_tokens")],
        [
            .. analysis.Workloads.Where(found => found.Facts.Usd is null).GroupBy(found => Name(found.Facts)).Take(MostRows).Select(model => (IReadOnlyList<Cell>)
            [
                Text(model.Key), Cell.OfCount(model.Any(found => found.Facts.Requests is null) ? null : model.Sum(found => found.Facts.Requests)), Cell.OfCount(model.Sum(found => found.Facts.Usage.InputTokens)), Cell.OfCount(model.Sum(found => found.Facts.Usage.OutputTokens)),
            ]),
        ])
    {
        Note = "They are in no sum. Give them prices in nightshift.yaml, such as prices: { lab/model: { input: 0.75, output: 4.5 } }",
    };

    private static PageSection Logged(LogAnalysis analysis) => new("What the log says it cost",
        [new("Model", "model"), new("In the log", "logged_usd"), new("Price book", "priced_usd"), new("Difference", "difference_usd")],
        [
            .. analysis.Workloads.Where(found => found.Facts.LoggedUsd is not null).GroupBy(found => Name(found.Facts)).Take(MostRows).Select(model => (Name: model.Key, Logged: model.Sum(found => found.Facts.LoggedUsd), Priced: model.Any(found => found.Facts.PricedOfLoggedUsd is null) ? null : model.Sum(found => found.Facts.PricedOfLoggedUsd))).Select(model => (IReadOnlyList<Cell>)
            [
                Text(model.Name), Cell.OfDollars(model.Logged), Cell.OfDollars(model.Priced), Cell.OfDollars(model.Logged - model.Priced),
            ]),
        ])
    {
        Note = "Of the records that say it, over the log's own time. A difference is another price, a discount, or a mistake of one of the two.",
    };

    private static PageSection Bills(LogAnalysis analysis) => new("Billed",
        [new("For", "line_item"), new("Amount", "usd")],
        [.. analysis.Bills.OrderByDescending(bill => bill.Value).Take(MostRows).Select(bill => (IReadOnlyList<Cell>)[Text(bill.Key), new Cell.Dollars(bill.Value)])])
    {
        Note = $"Over the log's own time: {Words.Money(analysis.Bills.Values.Sum())} in all.", Chart = new Chart.Bars(1),
    };

    private static PageSection Files(LogAnalysis analysis) => new("What was read",
        [new("File", "file"), new("Format", "format"), new("Used", "used"), new("Something else", "passed_over"), new("Bad", "bad")],
        [
            .. analysis.Files.Take(MostRows).Select(file => (IReadOnlyList<Cell>)
            [
                Text(Path.GetFileName(file.Path)), Text(file.Format is { } format ? LogFormatNames.Of(format) : "?"), new Cell.Count(file.Read), new Cell.Count(file.PassedOver + file.GatewayHits + file.Failed), new Cell.Count(file.Bad),
            ]),
        ]);

    private static Cell Month(LogAnalysis analysis, decimal? usd) => Cell.OfDollars(analysis.Monthly(usd));

    private static Cell.Text Text(string text) => new(text);

    private static string Name(WorkloadFacts facts) => facts.Provider.Length > 0 ? $"{facts.Provider}/{facts.Model}" : facts.Model;
}
