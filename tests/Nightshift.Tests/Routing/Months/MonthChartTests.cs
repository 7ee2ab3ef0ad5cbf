using System.Xml.Linq;
using Nightshift.Model;

namespace Nightshift.Tests.Routing.Months;

public sealed class MonthChartTests
{
    [Fact]
    public void A_chart_is_sound_xml_with_a_dot_for_each_night_and_the_late_ones_marked()
    {
        MonthFigures[] months = [Month(Strategy.Cheapest, 1, 9, 24), Month(Strategy.Deadline, 1, 7.9, 8)];
        var svg = XDocument.Parse(MonthChart.Draw(months, bestUsd: 4));
        var classes = svg.Descendants().Where(element => element.Name.LocalName == "circle").Select(circle => circle.Attribute("class")!.Value);
        classes.ShouldBe(["kept", "late", "late", "kept", "kept", "kept"]);
        var texts = svg.Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value).ToList();
        texts.ShouldContain("75.0 %");
        texts.ShouldContain("1 of 3");
        texts.ShouldContain("3 of 3");
    }

    [Fact]
    public void A_table_has_the_same_cells_as_text_and_as_markdown()
    {
        MonthFigures[] months = [Month(Strategy.Hybrid, 1, 9)];
        MonthTable.Lines(months, bestUsd: 2).Last().ShouldBe("hybrid     100.0 %          1 of 2    9.0 h        20         200           0     0  ████████████████████");
        MonthTable.Markdown(months, bestUsd: 2).Last().ShouldBe("| `hybrid` | 100.0 % | 1 of 2 | 9.0 h | 20 | 200 | 0 | 0 |");
    }

    private static MonthFigures Month(Strategy strategy, params double[] hours) => new()
    {
        Strategy = strategy, Nights = [.. hours.Select((took, night) => new NightFigures(night, TimeSpan.FromHours(took), 1, 10, 100, ""))],
        BilledUsd = hours.Length, ReportedUsd = hours.Length, Lost = 0, PaidTwice = 0, Met = new Dictionary<FateOfBatch, int>(), Unsound = [], Effort = "",
    };
}
