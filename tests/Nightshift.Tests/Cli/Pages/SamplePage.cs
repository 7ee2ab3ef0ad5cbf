using Nightshift.Cli.Display.Pages;

namespace Nightshift.Tests.Cli.Pages;

/// <summary>A page with everything that a page can have, some of it hostile.</summary>
internal static class SamplePage
{
    public const string Hostile = "<script>alert('\"x\"')</script>\e[2J";

    public static readonly PageSection Models = new("By model",
        [new("Model", "model"), new("Requests", "requests"), new("Spent", "spent_usd"), new("Live price", "live_usd"), new("Saved", "saved_share")],
        [
            [new Cell.Text("openai/gpt-5.4-mini"), new Cell.Count(1_250_000), new Cell.Dollars(1234.5m), new Cell.Dollars(2469m), new Cell.Percent(0.5m)],
            [new Cell.Text("千問模型"), new Cell.Count(7), new Cell.Dollars(0.0345m), new Cell.Dollars(0.0345m), new Cell.Percent(0)],
            [new Cell.Text(Hostile), new Cell.Count(12), new Cell.Unknown(), new Cell.Unknown(), new Cell.Unknown()],
        ])
    {
        Note = "What was spent, beside what the same tokens cost live.", Chart = new Chart.Pairs(2, 3),
    };

    public static Page Page { get; } = new("Spend", "1 to 30 November 2026")
    {
        Figures = [new("spent", new Cell.Dollars(1234.5345m)), new("saved", new Cell.Unknown(), "no live price is known")],
        Remarks = ["The log covers 3 days; a month is ten times that."],
        Sections =
        [
            Models,
            new("By day", [new("Day", "day"), new("Spent", "spent_usd")],
                [.. Enumerable.Range(1, 30).Select(day => (IReadOnlyList<Cell>)[new Cell.Text($"2026-11-{day:00}"), new Cell.Dollars(day % 7 * 3.25m)])])
            {
                Chart = new Chart.Days(1),
            },
            new("Why", [new("Workload", "workload"), new("Evidence", "evidence") { IsProse = true }],
                [[new Cell.Text("=cmd|' /C calc'!A0"), new Cell.Text(string.Concat(Enumerable.Repeat("Many requests began within the same minute. ", 6)).TrimEnd())]]),
        ],
    };
}
