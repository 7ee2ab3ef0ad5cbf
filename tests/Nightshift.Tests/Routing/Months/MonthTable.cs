using System.Globalization;

namespace Nightshift.Tests.Routing.Months;

/// <summary>The strategies side by side, as text and as Markdown.</summary>
internal static class MonthTable
{
    private static readonly string[] Heads = ["strategy", "cost", "deadlines kept", "longest", "rows live", "in batches", "paid twice", "lost"];

    /// <summary>A line for each strategy, with a bar for its cost.</summary>
    /// <param name="months">One a strategy.</param>
    /// <param name="bestUsd">What the best in hindsight costs.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<MonthFigures> months, decimal bestUsd) =>
    [
        $"{Heads[0],-9} {Heads[1],8} {Heads[2],15} {Heads[3],8} {Heads[4],9} {Heads[5],11} {Heads[6],11} {Heads[7],5}",
        .. months.Select(month =>
        {
            var cells = Cells(month, bestUsd);
            return $"{cells[0],-9} {cells[1],8} {cells[2],15} {cells[3],8} {cells[4],9} {cells[5],11} {cells[6],11} {cells[7],5}  {new string('█', (int)(Share(month, bestUsd) / 5))}";
        }),
    ];

    /// <summary>The same as a table of Markdown.</summary>
    /// <inheritdoc cref="Lines" path="/param"/>
    public static IEnumerable<string> Markdown(IReadOnlyList<MonthFigures> months, decimal bestUsd) =>
    [
        $"| {string.Join(" | ", Heads)} |",
        $"|{string.Concat(Enumerable.Repeat("---|", Heads.Length))}",
        .. months.Select(month => $"| {string.Join(" | ", Cells(month, bestUsd).Select((cell, index) => index == 0 ? $"`{cell}`" : cell))} |"),
    ];

    /// <summary>What it cost as a percentage of the best in hindsight.</summary>
    public static decimal Share(MonthFigures month, decimal bestUsd) => 100 * month.BilledUsd / bestUsd;

    private static string[] Cells(MonthFigures month, decimal bestUsd) =>
    [
        month.Name, Text($"{Share(month, bestUsd):0.0} %"), Text($"{month.Kept} of {month.Nights.Count}"), Text($"{month.Longest.TotalHours:0.0} h"),
        Text($"{month.LiveRows:#,0}"), Text($"{month.BatchRows:#,0}"), Text($"{month.PaidTwice}"), Text($"{month.Lost}"),
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
