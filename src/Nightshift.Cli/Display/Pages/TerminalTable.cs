namespace Nightshift.Cli.Display.Pages;

/// <summary>A section's table in letters, with its bars behind the numbers.</summary>
internal sealed class TerminalTable
{
    private const string Gap = "  ";
    private const int LongestBar = 24;
    private const int ShortestBar = 6;
    private const int NarrowestName = 12;
    private const int NarrowestProse = 24;

    private readonly PageSection _section;
    private readonly BarText _bars;
    private readonly int[] _widths;
    private readonly int _bar;

    public TerminalTable(PageSection section, int width, BarText bars)
    {
        (_section, _bars) = (section, bars);
        _widths = [.. section.Columns.Select((column, place) => section.Rows.Select(row => CellWidth.Of(row[place].Shown)).Append(CellWidth.Of(Title(column))).Max())];
        Narrow(width - (section.Chart is null ? 0 : ShortestBar + Gap.Length));
        var rest = width - Total - Gap.Length;
        _bar = section.Chart is null || rest < ShortestBar ? 0 : Math.Min(LongestBar, rest);
    }

    private int Total => _widths.Sum() + (Gap.Length * (_widths.Length - 1));

    /// <summary>The lines.</summary>
    public IEnumerable<string> Lines()
    {
        yield return Line([.. _section.Columns.Select(Title)]);
        foreach (var row in _section.Rows)
        {
            var cells = row.Select((cell, place) => Fit(cell.Shown, place)).ToList();
            var isFirst = true;
            for (var line = 0; line < cells.Max(cell => cell.Count); line++)
            {
                yield return Line([.. cells.Select(cell => line < cell.Count ? cell[line] : "")], isFirst ? Bar(row) : "");
                isFirst = false;
            }
        }
    }

    private static string Title(PageColumn column) => column.Title.ToUpperInvariant();

    private List<string> Fit(string text, int column) =>
        _section.Columns[column].IsProse ? [.. CellWidth.Wrap(text, _widths[column])] : [_section.IsNumeric(column) ? text : CellWidth.Cut(text, _widths[column])];

    private string Line(string[] cells, string bar = "") =>
        (string.Join(Gap, cells.Select((cell, place) => CellWidth.Pad(cell, _widths[place], _section.IsNumeric(place)))) + Gap + bar).TrimEnd();

    private string Bar(IReadOnlyList<Cell> row)
    {
        if (_bar == 0 || _section.Chart?.Series is not { } series)
            return "";
        var most = _section.Rows.Max(other => Math.Max(other[series.Column].Size ?? 0, series.Against is { } against ? other[against].Size ?? 0 : 0));
        return _bars.Of(row[series.Column].Size, series.Against is { } column ? row[column].Size : null, most, _bar);
    }

    /// <summary>Takes from the widest column of texts until the table fits; numbers are never cut.</summary>
    private void Narrow(int width)
    {
        while (Total > width)
        {
            var widest = Enumerable.Range(0, _widths.Length)
                .Where(column => !_section.IsNumeric(column) && _widths[column] > (_section.Columns[column].IsProse ? NarrowestProse : NarrowestName))
                .DefaultIfEmpty(-1)
                .MaxBy(column => column < 0 ? 0 : _widths[column]);
            if (widest < 0)
                return;
            _widths[widest]--;
        }
    }
}
