using System.Globalization;
using System.Text;

namespace Nightshift.Tests.Routing.Months;

/// <summary>A picture of a month: what each strategy cost, and when each night's job was done. An SVG for light and dark pages.</summary>
internal static class MonthChart
{
    private const int Width = 860;
    private const int Height = 546;
    private const int Left = 110;
    private const int BarsAt = 92;
    private const int BarStep = 34;
    private const int LanesAt = 316;
    private const int LaneStep = 48;
    private const decimal PerPercent = 2.9m;
    private const double PerHour = 22;

    private const string Style = """
        <style>
          text { font: 14px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328 }
          .head { font-weight: 600; font-size: 15px } .soft { fill: #59636e; font-size: 12.5px } .end { text-anchor: end } .mid { text-anchor: middle }
          .page { fill: #ffffff; stroke: #d1d9e0 } .grid { stroke: #d1d9e0 } .mark { stroke: #1f2328; stroke-dasharray: 5 4; stroke-width: 1.5 }
          .batch { fill: #2b7a5b } .live { fill: #d1873c } .kept { fill: #2b7a5b; fill-opacity: .65 } .late { fill: #c93b30; fill-opacity: .8 }
          @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3 } .soft { fill: #9198a1 } .page { fill: #0d1117; stroke: #3d444d } .grid { stroke: #3d444d } .mark { stroke: #e6edf3 }
            .batch { fill: #46a57f } .live { fill: #dd9a52 } .kept { fill: #46a57f; fill-opacity: .75 } .late { fill: #ff7b72 }
          }
        </style>
        """;

    /// <summary>Draws it.</summary>
    /// <param name="months">One a strategy.</param>
    /// <param name="bestUsd">What the best in hindsight costs.</param>
    public static string Draw(IReadOnlyList<MonthFigures> months, decimal bestUsd)
    {
        var svg = new StringBuilder();
        svg.AppendLine(Text($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-labelledby=\"title\">"));
        svg.AppendLine(Text($"<title id=\"title\">{months[0].Nights.Count} nights with each strategy: cost, and when each night's job was done</title>"));
        svg.AppendLine(Style);
        svg.AppendLine(Text($"<rect class=\"page\" x=\"0.5\" y=\"0.5\" width=\"{Width - 1}\" height=\"{Height - 1}\" rx=\"8\"/>"));
        DrawCosts(svg, months, bestUsd);
        DrawNights(svg, months);
        return svg.AppendLine("</svg>").ToString();
    }

    private static void DrawCosts(StringBuilder svg, IReadOnlyList<MonthFigures> months, decimal bestUsd)
    {
        svg.AppendLine(Text($"<text class=\"head\" x=\"24\" y=\"34\">Cost of {months[0].Nights.Count} nights of {DrawnMonth.RowsANight} rows</text>"));
        svg.AppendLine("<text class=\"soft\" x=\"24\" y=\"54\">the best choice in hindsight = 100 %</text>");
        svg.AppendLine("<rect class=\"batch\" x=\"640\" y=\"24\" width=\"12\" height=\"12\"/><text class=\"soft\" x=\"658\" y=\"34\">in batches</text>");
        svg.AppendLine("<rect class=\"live\" x=\"740\" y=\"24\" width=\"12\" height=\"12\"/><text class=\"soft\" x=\"758\" y=\"34\">live</text>");
        foreach (var (index, month) in months.Index())
        {
            var y = BarsAt + (index * BarStep);
            var share = MonthTable.Share(month, bestUsd);
            // A live row costs twice as much as one in a batch, and all rows are alike.
            var live = share * (2 * month.LiveRows) / ((2 * month.LiveRows) + month.BatchRows);
            svg.AppendLine(Text($"<text class=\"end\" x=\"{Left - 12}\" y=\"{y + 15}\">{month.Name}</text>"));
            svg.AppendLine(Text($"<rect class=\"batch\" x=\"{Left}\" y=\"{y}\" width=\"{(share - live) * PerPercent:0.#}\" height=\"20\"/>"));
            svg.AppendLine(Text($"<rect class=\"live\" x=\"{Left + ((share - live) * PerPercent):0.#}\" y=\"{y}\" width=\"{live * PerPercent:0.#}\" height=\"20\"/>"));
            svg.AppendLine(Text($"<text class=\"end\" x=\"{Width - 24}\" y=\"{y + 15}\">{share:0.0} %</text>"));
        }

        var best = Left + (100 * PerPercent);
        svg.AppendLine(Text($"<line class=\"mark\" x1=\"{best:0.#}\" x2=\"{best:0.#}\" y1=\"{BarsAt - 10}\" y2=\"{BarsAt + (months.Count * BarStep)}\"/>"));
        svg.AppendLine(Text($"<text class=\"soft mid\" x=\"{best:0.#}\" y=\"{BarsAt - 16}\">best in hindsight</text>"));
    }

    private static void DrawNights(StringBuilder svg, IReadOnlyList<MonthFigures> months)
    {
        var bottom = LanesAt + (months.Count * LaneStep);
        svg.AppendLine(Text($"<text class=\"head\" x=\"24\" y=\"{LanesAt - 58}\">When each night's job was done</text>"));
        svg.AppendLine(Text($"<text class=\"soft\" x=\"24\" y=\"{LanesAt - 38}\">hours after its beginning, a dot a night; red is too late</text>"));
        for (var hour = 0; hour <= 28; hour += 4)
        {
            var x = Left + (hour * PerHour);
            svg.AppendLine(Text($"<line class=\"{(hour == DrawnMonth.Deadline.TotalHours ? "mark" : "grid")}\" x1=\"{x}\" x2=\"{x}\" y1=\"{LanesAt - 8}\" y2=\"{bottom}\"/>"));
            svg.AppendLine(Text($"<text class=\"soft mid\" x=\"{x}\" y=\"{bottom + 18}\">{hour} h</text>"));
        }

        svg.AppendLine(Text($"<text class=\"soft mid\" x=\"{Left + (DrawnMonth.Deadline.TotalHours * PerHour)}\" y=\"{LanesAt - 14}\">deadline</text>"));
        foreach (var (index, month) in months.Index())
        {
            var top = LanesAt + (index * LaneStep);
            svg.AppendLine(Text($"<text class=\"end\" x=\"{Left - 12}\" y=\"{top + 28}\">{month.Name}</text>"));
            // Nights that took as long as others lie below one another.
            foreach (var night in month.Nights)
            {
                svg.AppendLine(Text(
                    $"<circle class=\"{(night.IsInTime ? "kept" : "late")}\" cx=\"{Left + (Math.Min(night.Took.TotalHours, 28) * PerHour):0.#}\" cy=\"{top + 8 + (night.Night * 11 % 30)}\" r=\"4\"/>"));
            }

            svg.AppendLine(Text($"<text class=\"end\" x=\"{Width - 24}\" y=\"{top + 28}\">{month.Kept} of {month.Nights.Count}</text>"));
        }

        svg.AppendLine(Text($"<text class=\"soft end\" x=\"{Width - 24}\" y=\"{LanesAt - 14}\">in time</text>"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
