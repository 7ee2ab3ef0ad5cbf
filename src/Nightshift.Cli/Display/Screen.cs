using System.Text;
using Spectre.Console;

namespace Nightshift.Cli.Display;

/// <summary>Standard error as a person reads it: plain lines, safe to print whatever a row or a model put into them.</summary>
internal static class Screen
{
    private const int PlainWidth = 200;
    private static LivePanel? _panel;

    /// <summary>Whether standard error is a terminal that takes colour and redrawing.</summary>
    public static bool IsLive => !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Whether somebody is there to answer a question.</summary>
    public static bool CanAsk => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>Asks; only a plain yes is one.</summary>
    public static bool Ask(string question)
    {
        Console.Error.Write($"{Safe(question)} [y/N] ");
        return Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    /// <summary>Standard output: plain and wide when it is read by a program.</summary>
    public static IAnsiConsole Output()
    {
        var isPlain = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (Console.IsOutputRedirected)
            console.Profile.Width = PlainWidth;
        return console;
    }

    /// <summary>One line; above the panel, when there is one.</summary>
    public static void Say(string line)
    {
        if (Volatile.Read(ref _panel) is { } panel)
            panel.Say(Safe(line));
        else
            Console.Error.WriteLine(Safe(line));
    }

    /// <summary>Has a panel at the foot of the terminal while <paramref name="draw"/> runs; what it showed last stays.</summary>
    public static async Task WithPanelAsync(Func<LivePanel, Task> draw)
    {
        var panel = new LivePanel();
        Volatile.Write(ref _panel, panel);
        try
        {
            await draw(panel);
        }
        finally
        {
            Volatile.Write(ref _panel, null);
        }
    }

    /// <summary>Lines for standard output, made safe.</summary>
    public static void Print(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Console.Out.WriteLine(Safe(line));
    }

    /// <summary>Control and bidirectional characters become visible ones: text from outside must not steer a terminal.</summary>
    public static string Safe(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f')
            && !text.AsSpan().ContainsAnyInRange('\u200e', '\u202e') && !text.AsSpan().ContainsAnyInRange('\u2066', '\u2069'))
            return text;
        var safe = new StringBuilder(text.Length);
        foreach (var letter in text)
            safe.Append(Safe(letter));
        return safe.ToString();
    }

    private static char Safe(char letter) => letter switch
    {
        '\n' or '\t' => letter,
        '\r' => ' ',
        <= '\u001f' or (>= '\u007f' and <= '\u009f') or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => '\ufffd',
        _ => letter,
    };
}
