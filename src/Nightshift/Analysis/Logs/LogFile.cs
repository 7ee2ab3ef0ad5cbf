using System.IO.Compression;
using System.Text.Json;
using Nightshift.Intake;
using Nightshift.Intake.Reading;

namespace Nightshift.Analysis.Logs;

/// <summary>Opens a log as records, whatever they stand in: lines, an array, documents one after another, a table; each also gzipped.</summary>
internal static class LogFile
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Opens it at its first record.</summary>
    /// <exception cref="InputException">It cannot be opened, is empty, or is of no known kind.</exception>
    public static RecordReader Open(string path)
    {
        // Opened once: it may be a pipe.
        var source = new InputSource(path);
        var file = InputFile.OpenFile(source);
        try
        {
            return Open(Unwrapped(file, source), source);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            file.Dispose();
            throw new InputException($"{source.DisplayName} cannot be read: {e.Message}", e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static RecordReader Open(HeadStream utf8, InputSource source)
    {
        var text = utf8.Head.Span;
        text = (text.StartsWith(Mark) ? text[Mark.Length..] : text).TrimStart(" \t\r\n"u8);
        if (text is not [(byte)'{', ..])
            return InputFile.Open(utf8, source);
        if (IsInLines(text))
            return new LineReader(utf8, source);
        // The one document that can be larger than a record may be is taken resource by resource.
        return new DocumentReader(utf8, source, BeginsWithSpans(text) ? "resourceSpans" : null);
    }

    private static HeadStream Unwrapped(Stream file, InputSource source)
    {
        var head = new HeadStream(file);
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
