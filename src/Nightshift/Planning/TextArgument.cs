namespace Nightshift.Planning;

/// <summary>Text given on the command line: itself, or <c>@path</c> for the content of a file (<c>@@</c> for a text that begins with @).</summary>
public static class TextArgument
{
    /// <summary>The text that is meant. The name, such as <c>--prompt</c>, is for the error.</summary>
    /// <exception cref="TaskException">The file cannot be read.</exception>
    public static string Read(string argument, string name) => argument switch
    {
        ['@', '@', ..] => argument[1..],
        ['@', .. var path] => ReadFile(path, name),
        _ => argument,
    };

    /// <summary>The items of a list with commas, such as labels: trimmed, without empty ones.</summary>
    public static IReadOnlyList<string> Items(string argument) =>
        argument.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The content of a UTF-8 text file, without its last line break: editors add one that nobody means.</summary>
    /// <exception cref="TaskException">The file cannot be read.</exception>
    public static string ReadFile(string path, string name)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new TaskException($"{name}: cannot read '{path}': {fault.Message}", fault);
        }
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }
}
