namespace Nightshift.Planning.Templates;

/// <summary>Builds the tree of a template from its tokens.</summary>
internal sealed class TemplateParser(IReadOnlyList<TemplateToken> tokens, string name)
{
    private const int MaxDepth = 64;
    private static readonly string[] Blocks = ["if", "unless", "each", "with"];
    private int _at;

    public TemplateBlock Parse()
    {
        var block = ParseBlock(depth: 0);
        if (_at < tokens.Count)
        {
            var stray = tokens[_at];
            throw Fault(stray, stray.Kind == TemplateTokenKind.Else
                ? "'{{else}}' stands outside of any block"
                : $"'{{{{/{stray.Text}}}}}' closes a block that was never opened; take it out");
        }
        return block;
    }

    private TemplateBlock ParseBlock(int depth)
    {
        var nodes = new List<TemplateNode>();
        for (; _at < tokens.Count; _at++)
        {
            var token = tokens[_at];
            switch (token.Kind)
            {
                case TemplateTokenKind.Text when token.Text.Length > 0:
                    nodes.Add(new TemplateNode.Literal(token.Text));
                    break;
                case TemplateTokenKind.Value:
                    nodes.Add(new TemplateNode.Value(ParsePath(token, token.Text), token.Line));
                    break;
                case TemplateTokenKind.Open:
                    nodes.Add(ParseOpen(token, depth + 1));
                    break;
                case TemplateTokenKind.Else or TemplateTokenKind.Close:
                    return new TemplateBlock(nodes);
            }
        }
        return new TemplateBlock(nodes);
    }

    private TemplateNode ParseOpen(TemplateToken open, int depth)
    {
        var node = ParseBody(open, open.Text, depth, out var keyword);
        if (_at >= tokens.Count)
            throw Fault(open, $"'{{{{#{open.Text}}}}}' is never closed; write '{{{{/{keyword}}}}}' where it ends");
        if (tokens[_at].Text != keyword)
            throw Fault(tokens[_at], $"'{{{{/{tokens[_at].Text}}}}}' closes '{{{{#{open.Text}}}}}' of line {open.Line}; write '{{{{/{keyword}}}}}'");
        return node;
    }

    // Leaves the position at the closing tag: an {{else if}} chain shares the one of its head.
    private TemplateNode ParseBody(TemplateToken tag, string text, int depth, out string keyword)
    {
        if (depth > MaxDepth)
            throw Fault(tag, $"blocks are nested more than {MaxDepth} deep");
        var words = text.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        keyword = words.Length > 0 ? words[0] : "";
        if (!Blocks.Contains(keyword, StringComparer.Ordinal))
            throw Fault(tag, $"there is no block '#{keyword}'{NearestName.Hint(keyword, Blocks)} (there are: #if, #unless, #each, #with)");
        if (words.Length < 2)
            throw Fault(tag, $"'#{keyword}' needs a column: {{{{#{keyword} text}}}}");
        var (subject, names) = SplitNames(tag, words[1]);
        var path = ParsePath(tag, subject);
        _at++;
        var body = ParseBlock(depth);
        var otherwise = ParseElse(depth);
        if (names.Count > 0 && keyword is ("if" or "unless"))
            throw Fault(tag, $"'#{keyword}' takes no 'as |…|'; #each and #with do");
        return keyword switch
        {
            "if" => new TemplateNode.Condition(path, Negated: false, body, otherwise),
            "unless" => new TemplateNode.Condition(path, Negated: true, body, otherwise),
            "each" => new TemplateNode.Each(path, tag.Line, names, body, otherwise),
            _ => new TemplateNode.With(path, tag.Line, names, body, otherwise),
        };
    }

    private TemplateBlock ParseElse(int depth)
    {
        if (_at >= tokens.Count || tokens[_at].Kind != TemplateTokenKind.Else)
            return TemplateBlock.Empty;
        var tag = tokens[_at];
        if (tag.Text.Length > 0)
            return new TemplateBlock([ParseBody(tag, tag.Text, depth + 1, out _)]);
        _at++;
        var block = ParseBlock(depth);
        return _at < tokens.Count && tokens[_at].Kind == TemplateTokenKind.Else
            ? throw Fault(tokens[_at], "the block has an '{{else}}' already")
            : block;
    }

    private (string Subject, IReadOnlyList<string> Names) SplitNames(TemplateToken tag, string text)
    {
        var at = text.IndexOf(" as |", StringComparison.Ordinal);
        if (at < 0)
            return (text, []);
        var names = text[(at + 5)..];
        return names.EndsWith('|')
            ? (text[..at].Trim(), names[..^1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : throw Fault(tag, "'as |' has no second '|'; write {{#each items as |item|}}");
    }

    private TemplatePath ParsePath(TemplateToken tag, string source)
    {
        if (source is ['>', ..] or ['*', ..])
            throw Fault(tag, "partials and decorators are not supported; write the text in place");
        var (path, fault) = TemplatePath.Parse(source);
        return path ?? throw Fault(tag, source.Length == 0 ? "the tag is empty; write a column in it: {{text}}" : fault!);
    }

    private TaskException Fault(TemplateToken token, string sentence) => TemplateFault.At(name, token.Line, token.Column, sentence);
}
