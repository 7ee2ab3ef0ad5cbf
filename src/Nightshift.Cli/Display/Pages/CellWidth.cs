using System.Text;
using Spectre.Console.Rendering;

namespace Nightshift.Cli.Display.Pages;

/// <summary>How wide texts are on a terminal, where a Chinese letter takes the room of two.</summary>
internal static class CellWidth
{
    /// <summary>Columns that a text takes.</summary>
    public static int Of(string text) => Ascii.IsValid(text) ? text.Length : new Segment(text).CellCount();

    /// <summary>The text, filled with spaces.</summary>
    public static string Pad(string text, int width, bool isRight = false)
    {
        var spaces = new string(' ', Math.Max(0, width - Of(text)));
        return isRight ? spaces + text : text + spaces;
    }

    /// <summary>The text, cut with an ellipsis when it is wider.</summary>
    public static string Cut(string text, int width) => Of(text) <= width ? text : Begin(text, width - 1) + "…";

    /// <summary>The text in lines of at most that width, broken at spaces where there are some.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word;
            if (line.Length > 0 && Of(line) + 1 + Of(rest) > width)
            {
                yield return line;
                line = "";
            }

            while (Of(rest) > width && Begin(rest, width) is { Length: > 0 } begin)
            {
                yield return begin;
                rest = rest[begin.Length..];
            }

            line = line.Length > 0 ? $"{line} {rest}" : rest;
        }

        yield return line;
    }

    /// <summary>As much of the text as fits, never half a letter.</summary>
    private static string Begin(string text, int width)
    {
        var (length, taken) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            taken += Of(rune.ToString());
            if (taken > width)
                break;
            length += rune.Utf16SequenceLength;
        }

        return text[..Math.Min(length, text.Length)];
    }
}
