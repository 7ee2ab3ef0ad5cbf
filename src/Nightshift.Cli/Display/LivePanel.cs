using Spectre.Console;

namespace Nightshift.Cli.Display;

/// <summary>
/// A few lines at the foot of the terminal that are drawn anew in place; what is said meanwhile goes above them. Each line is cut to
/// the terminal's width, so that it is known how many there are to be taken away again.
/// </summary>
internal sealed class LivePanel
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly Lock _lock = new();
    private IReadOnlyList<string> _lines = [];

    /// <summary>Columns that a line may take.</summary>
    public int Width => _console.Profile.Width;

    /// <summary>Draws these lines, in markup, in place of those before.</summary>
    public void Show(IReadOnlyList<string> lines)
    {
        lock (_lock)
        {
            Erase();
            Draw(lines);
        }
    }

    /// <summary>Says a line above the panel.</summary>
    public void Say(string line)
    {
        lock (_lock)
        {
            Erase();
            Console.Error.WriteLine(line);
            Draw(_lines);
        }
    }

    private void Draw(IReadOnlyList<string> lines)
    {
        _lines = lines;
        if (lines.Count == 0)
            return;
        foreach (var line in lines)
            _console.MarkupLine(Fitting(line, Width));
    }

    /// <summary>A line that is too long loses its colours with its end.</summary>
    private static string Fitting(string markup, int width)
    {
        var plain = Markup.Remove(markup);
        return plain.Length < width ? markup : $"{Markup.Escape(plain[..Math.Max(0, width - 2)])}…";
    }

    private void Erase()
    {
        if (_lines.Count > 0)
            Console.Error.Write($"\r\u001b[{_lines.Count}A\u001b[J");
    }
}
