namespace Nightshift.Sinks;

/// <summary>Where the output goes, and what the user said about it.</summary>
/// <param name="Path">
/// A file; <c>-</c> for standard output. Its ending tells the format: <c>.csv</c>, <c>.tsv</c>, <c>.jsonl</c>, <c>.ndjson</c>; a further
/// <c>.gz</c> compresses it. Standard output and devices get JSONL unless told otherwise.
/// </param>
public sealed record OutputTarget(string Path)
{
    /// <summary>The format, when the user named it; otherwise the ending tells.</summary>
    public OutputFormat? Format { get; init; }

    /// <summary>Whether a CSV begins with a byte order mark: older Excel versions need it to read UTF-8.</summary>
    public bool Bom { get; init; }

    /// <summary>
    /// Whether answers go into a CSV as they are. Otherwise one that a spreadsheet would run as a formula gets a <c>'</c> before it;
    /// a program undoes that by dropping the first <c>'</c> of a cell that is only apostrophes up to one of <c>= + - @</c>, tab, CR, LF, NUL.
    /// </summary>
    public bool CsvRaw { get; init; }

    internal bool IsStandardOutput => Path == "-";

    internal string DisplayName => IsStandardOutput ? "to standard output" : $"'{Path}'";

    /// <summary>Standard output, a device or another process's pipe (<c>/dev/null</c>, <c>&gt;(wc -l)</c>): written to, never replaced.</summary>
    internal bool IsStream => IsStandardOutput || (!OperatingSystem.IsWindows()
        && (Path.StartsWith("/dev/", StringComparison.Ordinal) || Path.StartsWith("/proc/", StringComparison.Ordinal))
        && !Path.StartsWith("/dev/shm/", StringComparison.Ordinal));

    internal bool IsCompressed => HasEnding(Path, ".gz");

    internal byte Delimiter => (byte)(HasEnding(NameUncompressed, ".tsv") ? '\t' : ',');

    /// <summary>The format by the user's word, else by the ending.</summary>
    /// <exception cref="OutputException">Neither the user nor the ending tells.</exception>
    internal OutputFormat ResolvedFormat => Format ?? NameUncompressed switch
    {
        var name when HasEnding(name, ".csv") || HasEnding(name, ".tsv") => OutputFormat.Csv,
        var name when HasEnding(name, ".jsonl") || HasEnding(name, ".ndjson") => OutputFormat.Jsonl,
        _ when IsStream => OutputFormat.Jsonl,
        _ => throw new OutputException(
            $"cannot tell the output format from the name '{Path}'; let it end in .csv, .tsv, .jsonl or .ndjson, or say --format csv, jsonl or openai"),
    };

    private string NameUncompressed => IsCompressed ? Path[..^".gz".Length] : Path;

    private static bool HasEnding(string name, string ending) => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
