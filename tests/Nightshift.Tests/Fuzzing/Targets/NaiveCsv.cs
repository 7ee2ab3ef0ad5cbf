using System.Text;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>
/// RFC 4180 letter by letter, without a thought for speed: an independent reading to compare with. What is not plainly well formed it
/// leaves alone: a quote in a bare cell, text after a closing quote, a carriage return by itself, bytes that are no UTF-8.
/// </summary>
internal static class NaiveCsv
{
    /// <summary>The records and the lines on which they begin, empty lines left out; null when it is not well formed.</summary>
    public static List<(int Line, List<string> Cells)>? Read(ReadOnlySpan<byte> csv, char separator)
    {
        if (csv.StartsWith("\ufeff"u8))
            csv = csv[3..];
        if (csv.IsEmpty || !JsonReference.IsUtf8(csv))
            return null;
        var text = Encoding.UTF8.GetString(csv);
        var records = new List<(int Line, List<string> Cells)>();
        for (var (at, line) = (0, 1); at < text.Length;)
        {
            var (begun, begins) = (line, at);
            if (ReadRecord(text, separator, ref at, ref line) is not { } cells)
                return null;
            var isEmptyLine = cells is [""] && text[begins] is '\r' or '\n';
            if (!isEmptyLine)
                records.Add((begun, cells));
        }

        return records;
    }

    private static List<string>? ReadRecord(string text, char separator, ref int at, ref int line)
    {
        var cells = new List<string>();
        while (true)
        {
            var cell = at < text.Length && text[at] == '"' ? ReadQuoted(text, ref at, ref line) : ReadBare(text, separator, ref at);
            if (cell is null)
                return null;
            cells.Add(cell);
            if (at == text.Length)
                return cells;
            if (text[at] == separator)
            {
                at++;
                continue;
            }

            if (text[at] == '\r')
                at++;
            if (at == text.Length || text[at] != '\n')
                return null;
            (at, line) = (at + 1, line + 1);
            return cells;
        }
    }

    private static string? ReadQuoted(string text, ref int at, ref int line)
    {
        var cell = new StringBuilder();
        for (at++; at + 1 < text.Length || (at < text.Length && text[at] == '"'); at++)
        {
            if (text[at] == '"')
            {
                at++;
                if (at == text.Length || text[at] != '"')
                    return cell.ToString();
            }

            // A line ends at \n, \r\n or \r: what an editor would count.
            line += text[at] == '\n' || (text[at] == '\r' && text[at + 1] != '\n') ? 1 : 0;
            cell.Append(text[at]);
        }

        return null;
    }

    private static string? ReadBare(string text, char separator, ref int at)
    {
        var begins = at;
        for (; at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n'); at++)
        {
            if (text[at] == '"')
                return null;
        }

        return text[begins..at];
    }
}
