using System.Text;

namespace Nightshift.Planning.Templates;

/// <summary>Cuts a template into text and tags. <c>\{{</c> is a literal <c>{{</c>, up to the next tag; <c>\\{{</c> a backslash and a tag.</summary>
internal sealed class TemplateLexer(string template, string name)
{
    private readonly List<TemplateToken> _tokens = new((2 * template.AsSpan().Count("{{")) + 1);
    private readonly StringBuilder _text = new();
    private int _at;

    public List<TemplateToken> Cut()
    {
        if (HalfSurrogate.IndexIn(template) is >= 0 and var broken)
            throw Fault(broken, "here is half of a character (a surrogate without its partner)");
        while (_at < template.Length)
        {
            var open = template.IndexOf("{{", _at, StringComparison.Ordinal);
            if (open < 0)
                break;
            var backslashes = open - 1 >= _at && template[open - 1] == '\\' ? (open - 2 >= _at && template[open - 2] == '\\' ? 2 : 1) : 0;
            _text.Append(template, _at, open - _at - (backslashes > 0 ? 1 : 0));
            if (backslashes == 1)
            {
                _at = open + 2;
                _text.Append("{{");
                continue;
            }
            CutTag(open);
        }
        _text.Append(template, _at, template.Length - _at);
        FlushText();
        return _tokens;
    }

    private void CutTag(int open)
    {
        FlushText();
        var (opening, closing) = Braces(open);
        var start = open + opening.Length;
        var end = template.IndexOf(closing, start, StringComparison.Ordinal);
        if (end < 0)
            throw Fault(open, $"'{opening}' has no '{closing}' after it; to write the braces themselves, write '\\{{{{'");
        _at = end + closing.Length;
        var content = template.AsSpan(start, end - start);
        var (line, column) = Place(open);
        if (opening == "{{!--")
        {
            _tokens.Add(new TemplateToken(TemplateTokenKind.Comment, "", line, column));
            return;
        }
        var (before, after) = (content is ['~', ..], content is [.., '~']);
        content = content.Trim('~').Trim();
        var kind = content switch
        {
            ['!', ..] => TemplateTokenKind.Comment,
            ['#', ..] => TemplateTokenKind.Open,
            ['/', ..] => TemplateTokenKind.Close,
            ['^', ..] or "else" or ['e', 'l', 's', 'e', ' ', ..] => TemplateTokenKind.Else,
            _ => TemplateTokenKind.Value,
        };
        var signs = kind switch
        {
            TemplateTokenKind.Value => content is ['&', ..] ? 1 : 0,
            TemplateTokenKind.Else => content[0] == '^' ? 1 : 4,
            _ => 1,
        };
        _tokens.Add(new TemplateToken(kind, content[signs..].Trim().ToString(), line, column) { TrimsBefore = before, TrimsAfter = after });
    }

    private (string Opening, string Closing) Braces(int open) =>
        Starts(open, "{{!--") ? ("{{!--", "--}}") : Starts(open, "{{{") ? ("{{{", "}}}") : ("{{", "}}");

    private bool Starts(int at, string sign) => string.CompareOrdinal(template, at, sign, 0, sign.Length) == 0;

    private void FlushText()
    {
        if (_text.Length == 0)
            return;
        _tokens.Add(new TemplateToken(TemplateTokenKind.Text, _text.ToString(), 0, 0));
        _text.Clear();
    }

    private TaskException Fault(int at, string sentence)
    {
        var (line, column) = Place(at);
        return TemplateFault.At(name, line, column, sentence);
    }

    private (int Line, int Column) Place(int at)
    {
        var before = template.AsSpan(0, at);
        return (before.Count('\n') + 1, at - before.LastIndexOf('\n'));
    }
}
