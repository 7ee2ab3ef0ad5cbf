namespace Nightshift.Settling;

/// <summary>Finds the label that an answer means, under what models wrap around it: quotes, backticks, bold, a full stop, <c>Label:</c>.</summary>
internal sealed class LabelMatcher(IReadOnlyList<string> labels)
{
    private const int MaxLayers = 8;
    private static readonly string[] Wrappers = ["**", "__", "```", "`", "\"", "'", "*", "_"];
    private static readonly (char Open, char Close)[] Quotes = [('“', '”'), ('‘', '’'), ('«', '»'), ('„', '“'), ('[', ']'), ('(', ')')];
    private static readonly string[] Prefixes = ["label", "answer", "category", "class", "intent", "classification", "sentiment", "topic", "result", "output", "final answer", "the answer is", "the label is"];

    private readonly Dictionary<string, string> _byName = labels.ToDictionary(label => label.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The label as the task writes it; null when the answer means none.</summary>
    public string? Find(string answer)
    {
        var text = answer.Trim();
        for (var layer = 0; layer < MaxLayers; layer++)
        {
            if (_byName.TryGetValue(text, out var label))
                return label;
            var inner = Peel(text);
            if (inner.Length == text.Length || inner.Length == 0)
                return null;
            text = inner;
        }
        return null;
    }

    private static string Peel(string text)
    {
        foreach (var wrapper in Wrappers)
        {
            if (text.Length >= 2 * wrapper.Length && text.StartsWith(wrapper, StringComparison.Ordinal) && text.EndsWith(wrapper, StringComparison.Ordinal))
                return text[wrapper.Length..^wrapper.Length].Trim();
        }
        if (text.Length > 1 && Quotes.Contains((text[0], text[^1])))
            return text[1..^1].Trim();
        if (text is ['-', ' ', ..])
            return text[2..].Trim();
        return text is [.., '.' or '!' or ',' or ';'] ? text[..^1].TrimEnd() : WithoutPrefix(text);
    }

    private static string WithoutPrefix(string text)
    {
        var colon = text.IndexOf(':');
        if (colon < 0 || !Prefixes.Contains(text[..colon].Trim(' ', '*', '_', '#'), StringComparer.OrdinalIgnoreCase))
            return text;
        // In "**Label:** x" the bold ends after the colon.
        var rest = text[(colon + 1)..];
        return (text[0] == '*' ? rest.TrimStart('*') : rest).Trim();
    }
}
