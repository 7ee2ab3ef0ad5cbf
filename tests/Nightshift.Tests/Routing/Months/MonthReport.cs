namespace Nightshift.Tests.Routing.Months;

/// <summary>Leaves table and chart beside the other results of a full run, whose place <c>./test --full</c> names.</summary>
internal static class MonthReport
{
    private const string Place = "NIGHTSHIFT_TEST_RESULTS";

    /// <summary>Writes both; what the table's file is called, or null when nobody asked for them.</summary>
    /// <param name="months">One a strategy.</param>
    /// <param name="bestUsd">What the best in hindsight costs.</param>
    /// <param name="facts">What a reader should know, a sentence a line.</param>
    public static string? Write(IReadOnlyList<MonthFigures> months, decimal bestUsd, IEnumerable<string> facts)
    {
        if (Environment.GetEnvironmentVariable(Place) is not { Length: > 0 } place)
            return null;
        var (chart, text) = ($"{place}-month.svg", $"{place}-month.md");
        File.WriteAllText(chart, MonthChart.Draw(months, bestUsd));
        File.WriteAllLines(text,
        [
            "# A month of nightly jobs through the whole engine", "",
            .. facts.Select(fact => $"* {fact}"), "",
            .. MonthTable.Markdown(months, bestUsd), "",
            $"![cost and punctuality of each strategy]({Path.GetFileName(chart)})",
        ]);
        return Path.GetFileName(text);
    }
}
