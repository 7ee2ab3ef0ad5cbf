namespace Nightshift.Cli.Display.Pages;

/// <summary>A report on a terminal: its figures, then its tables.</summary>
internal static class TerminalPage
{
    private const int Widest = 160;

    /// <summary>Prints it as the terminal, or the file behind it, takes it.</summary>
    public static void Print(Page page)
    {
        var hasBlocks = !Console.IsOutputRedirected && Console.OutputEncoding.WebName == "utf-8" && Environment.GetEnvironmentVariable("TERM") != "dumb";
        Screen.Print(Lines(page, Screen.Output().Profile.Width, hasBlocks));
    }

    /// <summary>The lines.</summary>
    /// <param name="page">What to show.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="hasBlocks">Whether it shows block characters.</param>
    public static IEnumerable<string> Lines(Page page, int width, bool hasBlocks)
    {
        width = Math.Min(width, Widest);
        yield return new Cell.Text(page.Title).Shown;
        if (page.Subtitle.Length > 0)
        {
            foreach (var line in CellWidth.Wrap(new Cell.Text(page.Subtitle).Shown, width))
                yield return line;
        }

        if (page.Figures.Count > 0)
            yield return "";
        foreach (var line in page.Figures.SelectMany(figure => FigureLines(page, figure, width)))
            yield return line;
        if (page.Remarks.Count > 0)
            yield return "";
        foreach (var line in page.Remarks.SelectMany(remark => CellWidth.Wrap(new Cell.Text(remark).Shown, width)))
            yield return line;
        foreach (var section in page.Sections)
        {
            yield return "";
            foreach (var line in SectionLines(section, width, hasBlocks))
                yield return line;
        }
    }

    private static IEnumerable<string> FigureLines(Page page, PageFigure figure, int width)
    {
        var value = CellWidth.Pad(figure.Value.Shown, page.Figures.Max(other => CellWidth.Of(other.Value.Shown)), isRight: true);
        var label = CellWidth.Pad(figure.Label, page.Figures.Max(other => CellWidth.Of(other.Label)));
        var begin = $"  {value}  {label}  ";
        var isFirst = true;
        foreach (var note in CellWidth.Wrap(new Cell.Text(figure.Note).Shown, Math.Max(20, width - CellWidth.Of(begin))))
        {
            yield return ((isFirst ? begin : new string(' ', CellWidth.Of(begin))) + note).TrimEnd();
            isFirst = false;
        }
    }

    private static IEnumerable<string> SectionLines(PageSection section, int width, bool hasBlocks)
    {
        yield return section.Title;
        if (section.Note.Length > 0)
        {
            foreach (var line in CellWidth.Wrap(new Cell.Text(section.Note).Shown, width))
                yield return line;
        }

        if (section.Rows.Count == 0)
            yield break;
        yield return "";
        foreach (var line in new TerminalTable(section, width, new BarText(hasBlocks)).Lines())
            yield return line;
    }
}
