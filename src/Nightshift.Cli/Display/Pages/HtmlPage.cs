using System.Text;

namespace Nightshift.Cli.Display.Pages;

/// <summary>
/// A report as one file that can be sent to somebody: no script, nothing from elsewhere, readable in a browser, in the dark, on a phone and on
/// paper. What came from outside is text in it and cannot be anything else; its policy forbids the browser to load or run a thing.
/// </summary>
internal static class HtmlPage
{
    /// <summary>Writes it beside the target and moves it into place, so that nobody opens half of it.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static void Write(Page page, string path)
    {
        var beside = $"{path}.partial";
        try
        {
            File.WriteAllText(beside, Text(page), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--html {path} cannot be written: {e.Message}");
        }
    }

    /// <summary>The page.</summary>
    public static string Text(Page page)
    {
        var html = new HtmlText();
        html.Raw($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="Nightshift">
            <title>
            """);
        html.Text(page.Title).Raw("</title>\n<style>\n").Raw(HtmlStyle.Sheet).Raw("\n</style>\n</head>\n<body>\n<main>\n<header>\n<h1>");
        html.Text(page.Title).Raw("</h1>\n");
        if (page.Subtitle.Length > 0)
            html.Raw("<p class=\"sub\">").Text(page.Subtitle).Raw("</p>\n");
        html.Raw("</header>\n");
        AddFigures(html, page);
        foreach (var remark in page.Remarks)
            html.Raw("<p class=\"remark\">").Text(remark).Raw("</p>\n");
        foreach (var section in page.Sections)
            AddSection(html, section);
        return html.Raw("<footer>Made by Nightshift. Nothing on this page is loaded from elsewhere.</footer>\n</main>\n</body>\n</html>\n").ToString();
    }

    private static void AddFigures(HtmlText html, Page page)
    {
        if (page.Figures.Count == 0)
            return;
        html.Raw("<dl class=\"figures\">\n");
        foreach (var figure in page.Figures)
        {
            html.Raw("<div><dt>").Text(figure.Label).Raw("</dt><dd>").Text(figure.Value.Shown).Raw("</dd>");
            if (figure.Note.Length > 0)
                html.Raw("<dd class=\"note\">").Text(figure.Note).Raw("</dd>");
            html.Raw("</div>\n");
        }

        html.Raw("</dl>\n");
    }

    private static void AddSection(HtmlText html, PageSection section)
    {
        html.Raw("<section>\n<h2>").Text(section.Title).Raw("</h2>\n");
        if (section.Note.Length > 0)
            html.Raw("<p>").Text(section.Note).Raw("</p>\n");
        if (section.Rows.Count > 0)
        {
            HtmlChart.AddLegend(html, section);
            if (section.Chart is Chart.Days)
                HtmlChart.AddDays(html, section);
            HtmlTable.Add(html, section);
        }

        html.Raw("</section>\n");
    }
}
