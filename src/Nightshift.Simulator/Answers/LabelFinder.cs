namespace Nightshift.Simulator.Answers;

/// <summary>
/// Finds the labels that a prompt names: after the words "one of" either a list in the line (<c>one of: a, b or c</c>), or
/// lines below that begin with <c>-</c> or <c>*</c>.
/// </summary>
internal static class LabelFinder
{
    private const string Words = "one of";
    private const int FarthestColon = 60;
    private static readonly string[] Joints = [", or ", ", and ", ",", ";", "|", " or "];

    /// <summary>The labels of the first list with at least two of them; none when no text has one.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            for (var at = Next(text, 0); at >= 0; at = Next(text, at + Words.Length))
            {
                var labels = After(text.AsSpan(at + Words.Length));
                if (labels.Count > 1)
                    return labels;
            }
        }

        return [];
    }

    private static int Next(string text, int from) => text.IndexOf(Words, from, StringComparison.OrdinalIgnoreCase);

    private static List<string> After(ReadOnlySpan<char> rest)
    {
        var lineEnd = rest.IndexOf('\n');
        var line = lineEnd < 0 ? rest : rest[..lineEnd];
        var colon = line.IndexOf(':');
        if (colon is >= 0 and <= FarthestColon && !line[(colon + 1)..].IsWhiteSpace())
            return Inline(line[(colon + 1)..].ToString());
        return lineEnd < 0 ? [] : Bullets(rest[(lineEnd + 1)..].ToString());
    }

    private static List<string> Inline(string list) =>
        [.. list.Split(Joints, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Bare).Where(label => label.Length > 0)];

    private static List<string> Bullets(string lines)
    {
        var labels = new List<string>();
        foreach (var line in lines.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("* ", StringComparison.Ordinal))
                labels.Add(Bare(line[2..]));
            else if (line.Length > 0 || labels.Count > 0)
                break;
        }

        return labels;
    }

    private static string Bare(string label) => label.Trim().TrimEnd('.').Trim('"', '\'', '`', '[', ']', '{', '}', '(', ')', '*').Trim();
}
