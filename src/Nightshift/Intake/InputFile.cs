using System.IO.Compression;
using Nightshift.Intake.Reading;

namespace Nightshift.Intake;

/// <summary>Opens an input of any of the known kinds: finds out what it is, unwraps it, and picks its reader.</summary>
public static class InputFile
{
    /// <summary>
    /// A compressed input that breaks off must not pass for a short one: the framework says so only when asked to, before anybody's first
    /// use of a compressed stream. Our programs ask in their configuration; this is for programs that use the library.
    /// </summary>
    static InputFile() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);

    /// <summary>Opens it at its first record.</summary>
    /// <exception cref="InputException">It cannot be opened, is empty, or is none of the known kinds.</exception>
    public static RecordReader Open(InputSource source)
    {
        var file = OpenFile(source);
        try
        {
            return Open(file, source);
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

    /// <summary>Whether it is a provider's batch file, whose rows bring their own requests.</summary>
    /// <exception cref="InputException">As <see cref="Open(InputSource)"/>.</exception>
    public static bool IsBatchFile(InputSource source)
    {
        using var reader = Open(source);
        return reader.Format == InputFormat.Batch;
    }

    /// <summary>As <see cref="Open(InputSource)"/>, of a stream that is at hand; the reader owns it from then on.</summary>
    /// <exception cref="InputException">It is empty, or is none of the known kinds.</exception>
    public static RecordReader Open(Stream stream, InputSource source)
    {
        var head = new HeadStream(stream);
        if (InputSniffer.IsGzip(head.Head))
            head = new HeadStream(new GZipStream(head, CompressionMode.Decompress));
        if (head.Head.IsEmpty)
            throw new InputException($"{source.DisplayName} is empty");

        var encoding = InputSniffer.EncodingOf(head.Head.Span, source);
        var format = source.Format ?? InputSniffer.FormatOf(head.Head.Span, encoding, source);
        return format switch
        {
            InputFormat.Excel => new ExcelRecordReader(head, source),
            InputFormat.Csv => new CsvRecordReader(head, encoding, source),
            InputFormat.Jsonl => new JsonlRecordReader(Utf8Stream.Of(head, encoding), source),
            InputFormat.Batch => new BatchFileReader(new JsonlRecordReader(Utf8Stream.Of(head, encoding), source)),
            InputFormat.JsonArray => new JsonArrayRecordReader(Utf8Stream.Of(head, encoding), source),
            _ => throw new ArgumentOutOfRangeException(nameof(source), format, "not an input format"),
        };
    }

    /// <summary>The bytes as they are.</summary>
    /// <exception cref="InputException">They cannot be read.</exception>
    internal static FileStream OpenFile(InputSource source)
    {
        if (Directory.Exists(source.Path))
            throw new InputException($"{source.DisplayName} is a folder; name a file in it");
        try
        {
            return new FileStream(source.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"there is no file {source.DisplayName}{Nearby(source.Path)}", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InputException($"{source.DisplayName} may not be read by this user; change its permissions", e);
        }
        catch (IOException e)
        {
            throw new InputException($"{source.DisplayName} cannot be opened: {e.Message}", e);
        }
    }

    private static string Nearby(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        return Directory.Exists(folder)
            ? NearestName.Hint(Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)))
            : $": there is no folder {folder} either";
    }
}
