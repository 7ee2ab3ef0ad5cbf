namespace Nightshift.Cli.Display.Pages;

/// <summary>A report, described once; <see cref="TerminalPage"/>, <see cref="HtmlPage"/> and <see cref="CsvPage"/> draw it.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Subtitle">What it covers: the period, the files.</param>
internal sealed record Page(string Title, string Subtitle)
{
    /// <summary>The few numbers that somebody takes home.</summary>
    public IReadOnlyList<PageFigure> Figures { get; init; } = [];

    /// <summary>Sentences that qualify all of it.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Tables, the most important first.</summary>
    public IReadOnlyList<PageSection> Sections { get; init; } = [];
}

/// <summary>A headline number.</summary>
/// <param name="Label">Of what.</param>
/// <param name="Value">How much.</param>
/// <param name="Note">What it leaves out or is measured by; may be empty.</param>
internal sealed record PageFigure(string Label, Cell Value, string Note = "");

/// <summary>A table of a report, with what of it is drawn.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Columns">In order; the first says what a row is.</param>
/// <param name="Rows">As many cells each as there are columns.</param>
internal sealed record PageSection(string Title, IReadOnlyList<PageColumn> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows)
{
    /// <summary>A sentence before the table; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>What is drawn beside the numbers; null for the numbers alone.</summary>
    public Chart? Chart { get; init; }

    /// <summary>Whether a column's cells are numbers, and so stand at its right edge.</summary>
    public bool IsNumeric(int column) => Rows.Any(row => row[column].IsNumber) && Rows.All(row => row[column] is not Cell.Text);
}

/// <summary>A column.</summary>
/// <param name="Title">As people read it: <c>A month</c>.</param>
/// <param name="Key">As programs read it: <c>month_usd</c>.</param>
internal sealed record PageColumn(string Title, string Key)
{
    /// <summary>Whether its texts are sentences, which are wrapped; names are cut.</summary>
    public bool IsProse { get; init; }
}
