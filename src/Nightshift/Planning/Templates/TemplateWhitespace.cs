namespace Nightshift.Planning.Templates;

/// <summary>Takes out the white space that Handlebars takes out: beside a tilde, and the lines on which a silent tag stands alone.</summary>
internal static class TemplateWhitespace
{
    private const string Blanks = " \t";

    /// <summary>Trims the tokens in place.</summary>
    public static List<TemplateToken> Trim(List<TemplateToken> tokens)
    {
        // Judged on the text as it was written: a line break that one tag takes still ends the line for the next.
        var alone = tokens.Select((_, i) => IsAlone(tokens, i)).ToArray();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind != TemplateTokenKind.Text)
                continue;
            var text = tokens[i].Text;
            if (i > 0)
                text = tokens[i - 1].TrimsAfter ? text.TrimStart() : alone[i - 1] ? WithoutLineEnd(text) : text;
            if (i + 1 < tokens.Count)
                text = tokens[i + 1].TrimsBefore ? text.TrimEnd() : alone[i + 1] ? text.TrimEnd(Blanks.ToCharArray()) : text;
            tokens[i] = tokens[i] with { Text = text };
        }
        return tokens;
    }

    private static bool IsAlone(List<TemplateToken> tokens, int i) =>
        tokens[i].IsSilent
        && (i == 0 || (tokens[i - 1].Kind == TemplateTokenKind.Text && EndsLine(tokens[i - 1].Text, first: i == 1)))
        && (i == tokens.Count - 1 || (tokens[i + 1].Kind == TemplateTokenKind.Text && BeginsLine(tokens[i + 1].Text, last: i == tokens.Count - 2)));

    private static bool EndsLine(string before, bool first)
    {
        var rest = before.AsSpan().TrimEnd(Blanks);
        return rest is [.., '\n'] || (first && rest.IsEmpty);
    }

    private static bool BeginsLine(string after, bool last)
    {
        var rest = after.AsSpan().TrimStart(Blanks);
        return rest is ['\n', ..] or ['\r', '\n', ..] || (last && rest.IsEmpty);
    }

    private static string WithoutLineEnd(string text)
    {
        var rest = text.AsSpan().TrimStart(Blanks);
        return rest switch
        {
            ['\r', '\n', ..] => rest[2..].ToString(),
            ['\n', ..] => rest[1..].ToString(),
            _ => rest.ToString(),
        };
    }
}
