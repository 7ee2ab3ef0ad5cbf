namespace Nightshift.Cli.Display.Pages;

/// <summary>
/// Bars as inline SVG. The pictures are stretched by the page, so they hold no text: labels stand beside them as text that stays as large
/// as all text. Each says its numbers to those who do not see it.
/// </summary>
internal static class HtmlChart
{
    private const int Whole = 100;
    private const int MostLabels = 5;

    /// <summary>What the longest bar stands for.</summary>
    public static decimal Most(PageSection section) =>
        section.Chart!.Series is var (column, against) ? section.Rows.Max(row => Math.Max(row[column].Size ?? 0, against is { } other ? row[other].Size ?? 0 : 0)) : 0;

    /// <summary>Which colour is which, where there are two.</summary>
    public static void AddLegend(HtmlText html, PageSection section)
    {
        if (section.Chart?.Series is not { Against: { } against } series)
            return;
        html.Raw("<p class=\"legend\" aria-hidden=\"true\"><span class=\"key a\"></span>").Text(section.Columns[series.Column].Title);
        html.Raw("<span class=\"key b\"></span>").Text(section.Columns[against].Title).Raw("</p>\n");
    }

    /// <summary>The bar of a row: two, one above the other, where there is something to hold it against.</summary>
    public static void AddBar(HtmlText html, PageSection section, IReadOnlyList<Cell> row, decimal most)
    {
        var (column, against) = section.Chart!.Series;
        html.Raw("<svg viewBox=\"0 0 100 20\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"").Text(Label(section, row)).Raw("\">");
        if (against is { } other)
        {
            AddRectangle(html, "a", 0, 1, Length(row[column], most), 8);
            AddRectangle(html, "b", 0, 11, Length(row[other], most), 8);
        }
        else
        {
            AddRectangle(html, "a", 0, 4, Length(row[column], most), 12);
        }

        html.Raw("</svg>");
    }

    /// <summary>Columns side by side, with some of the days below them.</summary>
    public static void AddDays(HtmlText html, PageSection section)
    {
        var ((column, against), most) = (section.Chart!.Series, Most(section));
        var peak = section.Rows.Select(row => row[column]).Concat(against is { } second ? section.Rows.Select(row => row[second]) : []).MaxBy(cell => cell.Size ?? 0)!;
        html.Raw("<figure>\n<div class=\"peak\">").Text(peak.Shown).Raw("</div>\n");
        html.Raw($"<svg class=\"days\" viewBox=\"0 0 {section.Rows.Count * 10} {Whole}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"");
        html.Text($"{section.Title}: {section.Columns[column].Title}, {section.Rows[0][0].Shown} to {section.Rows[^1][0].Shown}, {peak.Shown} at the most").Raw("\">\n");
        for (var place = 0; place < section.Rows.Count; place++)
        {
            var row = section.Rows[place];
            html.Raw("<g><title>").Text(Label(section, row)).Raw("</title>");
            var width = against is null ? 8 : 4;
            AddColumn(html, "a", (place * 10) + 1, width, Length(row[column], most));
            if (against is { } other)
                AddColumn(html, "b", (place * 10) + 5, width, Length(row[other], most));
            html.Raw("</g>\n");
        }

        html.Raw("</svg>\n<figcaption aria-hidden=\"true\">");
        foreach (var place in LabelPlaces(section.Rows.Count))
            html.Raw("<span>").Text(section.Rows[place][0].Shown).Raw("</span>");
        html.Raw("</figcaption>\n</figure>\n");
    }

    private static void AddColumn(HtmlText html, string series, decimal x, decimal width, decimal height) =>
        AddRectangle(html, series, x, Whole - height, width, height);

    private static void AddRectangle(HtmlText html, string series, decimal x, decimal y, decimal width, decimal height) =>
        html.Raw($"<rect class=\"{series}\" x=\"").Number(x).Raw("\" y=\"").Number(y).Raw("\" width=\"").Number(width).Raw("\" height=\"").Number(height).Raw("\"/>");

    /// <summary>Hundredths of the longest; what is more than nothing can be seen.</summary>
    private static decimal Length(Cell cell, decimal most) => cell.Size is > 0 and var size && most > 0 ? Math.Max(0.5m, size / most * Whole) : 0;

    private static string Label(PageSection section, IReadOnlyList<Cell> row)
    {
        var (column, against) = section.Chart!.Series;
        var label = $"{row[0].Shown}: {section.Columns[column].Title} {row[column].Shown}";
        return against is { } other ? $"{label}, {section.Columns[other].Title} {row[other].Shown}" : label;
    }

    private static IEnumerable<int> LabelPlaces(int rows) =>
        rows <= MostLabels ? Enumerable.Range(0, rows) : Enumerable.Range(0, MostLabels).Select(label => label * (rows - 1) / (MostLabels - 1));
}
