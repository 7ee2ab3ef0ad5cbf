using System.IO.Compression;
using System.Text.Json;
using Nightshift.Intake;
using Nightshift.Intake.Reading;

namespace Nightshift.Analysis.Logs;

/// <summary>Opens a log as records, whatever they stand in: lines, an array, documents one after another, a table; each also gzipped.</summary>
internal static class LogFile
{
    /// <summary>Opens it at its first record.</summary>
    /// <exception cref="InputException">It cannot be opened, is empty, or is of no known kind.</exception>
    public static RecordReader Open(string path)
    {
        var source = new InputSource(path);
        var text = Head(source);
        if (text is not [(byte)'{', ..])
            return InputFile.Open(source);
        if (IsInLines(text))
            return new LineReader(Unwrapped(source), source);
        // The one document that can be larger than a record may be is taken resource by resource.
        var member = BeginsWithSpans(text) ? "resourceSpans" : null;
        return new DocumentReader(Unwrapped(source), source, member);
    }

    private static byte[] Head(InputSource source)
    {
        try
        {
            using var head = Unwrapped(source);
            return head.Head.Span.TrimStart(" \t\r\n"u8).ToArray();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new InputException($"{source.DisplayName} cannot be read: {e.Message}", e);
        }
    }

    private static HeadStream Unwrapped(InputSource source)
    {
        var head = new HeadStream(InputFile.OpenFile(source));
        if (InputSniffer.IsGzip(head.Head))
            head = new HeadStream(new GZipStream(head, CompressionMode.Decompress));
        return (HeadStream)Utf8Stream.Of(head, InputSniffer.EncodingOf(head.Head.Span, source));
    }

    private static bool BeginsWithSpans(ReadOnlySpan<byte> text) => text[1..].TrimStart(" \t\r\n"u8).StartsWith("\"resourceSpans\""u8);

    /// <summary>Whether the first line is an object by itself; a first line that goes on beyond what is seen is one, if it does not begin a document.</summary>
    private static bool IsInLines(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        if (end < 0)
            return !BeginsWithSpans(text);
        try
        {
            var reader = new Utf8JsonReader(text[..end]);
            return reader.Read() && reader.TrySkip() && reader.CurrentDepth == 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
