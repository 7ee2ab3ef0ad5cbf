using System.Buffers;
using System.Text;

namespace Nightshift.Intake.Reading;

/// <summary>Tells from an input's first bytes, and its name, what it is.</summary>
internal static class InputSniffer
{
    private static readonly SearchValues<byte> TextControls = SearchValues.Create("\t\n\r\f\u001a\u001b"u8);

    public static bool IsGzip(ReadOnlyMemory<byte> head) => head.Span.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    /// <summary>The encoding that the user named, else by the byte order mark, else UTF-16 by where its zeros are, else UTF-8.</summary>
    /// <exception cref="InputException">The named encoding does not exist.</exception>
    public static Encoding EncodingOf(ReadOnlySpan<byte> head, InputSource source)
    {
        if (source.Encoding is { } name)
            return Named(name);
        return head switch
        {
            [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32,
            [0, 0, 0xFE, 0xFF, ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => ByZeros(head),
        };
    }

    /// <summary>The format.</summary>
    /// <exception cref="InputException">It is binary, and no workbook.</exception>
    public static InputFormat FormatOf(ReadOnlySpan<byte> head, Encoding encoding, InputSource source)
    {
        if (IsWorkbook(head))
            return InputFormat.Excel;
        var text = Text(head, encoding);
        if (IsBinary(text))
            throw new InputException($"{source.DisplayName} is a binary file; Nightshift reads CSV, JSONL, JSON arrays, Excel workbooks and gzip of these");

        var name = source.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? source.Path[..^3] : source.Path;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" => InputFormat.Csv,
            ".jsonl" or ".ndjson" => LineFormat(text),
            _ => text.TrimStart(" \t\r\n"u8) switch
            {
                [(byte)'[', ..] => InputFormat.JsonArray,
                [(byte)'{', ..] => LineFormat(text),
                _ => InputFormat.Csv,
            },
        };
    }

    // An xlsx is a zip; an xls is an OLE file.
    private static bool IsWorkbook(ReadOnlySpan<byte> head) =>
        head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    // The first record decides: a batch line begins with its custom_id within the first few members.
    private static InputFormat LineFormat(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        return line.IndexOf("\"custom_id\""u8) >= 0 && (line.IndexOf("\"body\""u8) >= 0 || end < 0) ? InputFormat.Batch : InputFormat.Jsonl;
    }

    private static Encoding ByZeros(ReadOnlySpan<byte> head)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i + 1 < head.Length; i += 2)
        {
            even += head[i] == 0 ? 1 : 0;
            odd += head[i + 1] == 0 ? 1 : 0;
        }

        var pairs = head.Length / 2;
        if (pairs >= 4 && odd > pairs * 4 / 10 && even == 0)
            return Encoding.Unicode;
        return pairs >= 4 && even > pairs * 4 / 10 && odd == 0 ? Encoding.BigEndianUnicode : Encoding.UTF8;
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> head, Encoding encoding)
    {
        var preamble = encoding.Preamble;
        if (head.StartsWith(preamble))
            head = head[preamble.Length..];
        return encoding is UTF8Encoding || encoding.IsSingleByte ? head : Encoding.UTF8.GetBytes(encoding.GetString(head));
    }

    /// <summary>Text has next to no control characters, whatever its script.</summary>
    private static bool IsBinary(ReadOnlySpan<byte> text)
    {
        var controls = 0;
        foreach (var letter in text)
        {
            if (letter < 0x20 && !TextControls.Contains(letter))
                controls++;
        }

        return controls > text.Length / 100;
    }

    private static Encoding Named(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"there is no encoding '{name}'; for example windows-1252, iso-8859-1, utf-16, shift_jis, gb18030", e);
        }
    }
}
