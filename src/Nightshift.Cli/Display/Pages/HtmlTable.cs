namespace Nightshift.Cli.Display.Pages;

/// <summary>A section's table in HTML, with a bar in each row where it has a chart.</summary>
internal static class HtmlTable
{
    public static void Add(HtmlText html, PageSection section)
    {
        var hasBars = section.Chart is Chart.Bars or Chart.Pairs;
        html.Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").Text(section.Title).Raw("\">\n<table>\n<thead><tr>");
        for (var column = 0; column < section.Columns.Count; column++)
            html.Raw($"<th scope=\"col\"{Class(section, column)}>").Text(section.Columns[column].Title).Raw("</th>");
        html.Raw(hasBars ? "<td class=\"bar\"></td>" : "").Raw("</tr></thead>\n<tbody>\n");
        var most = section.Chart is null ? 0 : HtmlChart.Most(section);
        foreach (var row in section.Rows)
        {
            html.Raw("<tr>");
            for (var column = 0; column < row.Count; column++)
            {
                var tag = column == 0 ? "th" : "td";
                html.Raw($"<{tag}{(column == 0 ? " scope=\"row\"" : "")}{Class(section, column)}>").Text(row[column].Shown).Raw($"</{tag}>");
            }

            if (hasBars)
            {
                html.Raw("<td class=\"bar\">");
                HtmlChart.AddBar(html, section, row, most);
                html.Raw("</td>");
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody>\n</table>\n</div>\n");
    }

    private static string Class(PageSection section, int column) =>
        section.IsNumeric(column) ? " class=\"num\"" : section.Columns[column].IsProse ? " class=\"prose\"" : "";
}
