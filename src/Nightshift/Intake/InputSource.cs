namespace Nightshift.Intake;

/// <summary>Which input to read, and what the user said about it.</summary>
/// <param name="Path">A file; standard input is spooled to one first.</param>
public sealed record InputSource(string Path)
{
    /// <summary>What errors call it: the path as the user typed it, or "standard input".</summary>
    public string DisplayName { get; init; } = Path;

    /// <summary>The format, when the user named it; otherwise it is told from content and name.</summary>
    public InputFormat? Format { get; init; }

    /// <summary>A .NET encoding name such as <c>windows-1252</c>; otherwise BOM, else UTF-16 by its pattern of zeros, else UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>The CSV separator; otherwise told from the first lines.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The Excel sheet; otherwise the first.</summary>
    public string? Sheet { get; init; }
}
