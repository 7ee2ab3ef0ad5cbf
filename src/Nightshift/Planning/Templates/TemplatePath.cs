namespace Nightshift.Planning.Templates;

/// <summary>Where a value is found, as written in a tag: <c>text</c>, <c>user.name</c>, <c>[First Name]</c>, <c>this</c>, <c>../text</c>, <c>@index</c>, <c>@root.text</c>.</summary>
/// <param name="Source">As it is written.</param>
/// <param name="Up">Scopes to climb first.</param>
/// <param name="Variable">The <c>@</c> variable without its sign; null for none.</param>
/// <param name="IsExplicit">Begins with <c>this</c>, <c>.</c> or <c>..</c>: a block parameter does not hide it.</param>
/// <param name="Segments">Names to follow from there.</param>
internal sealed record TemplatePath(string Source, int Up, string? Variable, bool IsExplicit, IReadOnlyList<string> Segments)
{
    private static readonly string[] Variables = ["index", "key", "first", "last", "root"];

    /// <summary>Reads a path; a fault is one sentence.</summary>
    public static (TemplatePath? Path, string? Fault) Parse(string source)
    {
        var rest = source.AsSpan();
        var up = 0;
        for (; rest.StartsWith("../"); up++)
            rest = rest[3..];
        var isExplicit = up > 0;
        var own = rest switch
        {
            ".." or "this" or "." => rest.Length,
            ['.', '/', ..] => 2,
            _ => rest.StartsWith("this.") ? 5 : 0,
        };
        (up, isExplicit) = (rest is ".." ? up + 1 : up, isExplicit || own > 0);
        rest = rest[own..];
        var isVariable = rest is ['@', ..];
        if (isVariable)
            rest = rest[1..];
        if (!TrySplit(source, rest, out var segments) || source.Length == 0)
            return (null, $"'{source}' is not a column; write one like {{{{text}}}}, or {{{{[First Name]}}}} for a name with spaces or signs");
        if (!isVariable)
            return (new TemplatePath(source, up, null, isExplicit, segments), null);
        return segments.Count > 0 && Variables.Contains(segments[0], StringComparer.Ordinal)
            ? (new TemplatePath(source, up, segments[0], isExplicit, [.. segments.Skip(1)]), null)
            : (null, $"'{source}' is not known; there are @index, @key, @first, @last and @root");
    }

    // A template can be all tags: a name that is the whole source is that string, and a list of one has room for one.
    private static bool TrySplit(string source, ReadOnlySpan<char> rest, out List<string> segments)
    {
        segments = new List<string>(1);
        if (rest.IsEmpty)
            return true;
        while (true)
        {
            int length;
            if (rest is ['[', ..])
            {
                length = rest.IndexOf(']') + 1;
                if (length == 0)
                    return false;
                segments.Add(rest[1..(length - 1)].ToString());
            }
            else
            {
                length = 0;
                while (length < rest.Length && IsNameLetter(rest[length]))
                    length++;
                if (length == 0)
                    return false;
                segments.Add(length == source.Length ? source : rest[..length].ToString());
            }
            rest = rest[length..];
            if (rest.IsEmpty)
                return true;
            if (rest[0] is not '.')
                return false;
            rest = rest[1..];
        }
    }

    // Handlebars' own list of what a bare name cannot have.
    private static bool IsNameLetter(char letter) => !char.IsWhiteSpace(letter) && !"!\"#%&'()*+,./;<=>@[\\]^`{|}~".Contains(letter);
}
