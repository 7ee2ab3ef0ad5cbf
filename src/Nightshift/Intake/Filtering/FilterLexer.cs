using System.Text;

namespace Nightshift.Intake.Filtering;

/// <summary>Cuts a filter into words.</summary>
internal sealed class FilterLexer(string expression)
{
    private static readonly string[] Signs = ["==", "!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ","];
    private int _at;

    public List<FilterToken> Cut()
    {
        if (HalfSurrogate.IndexIn(expression) is >= 0 and var broken)
            throw FilterFault.At(expression, broken, "here is half of a character (a surrogate without its partner)");
        var tokens = new List<FilterToken>();
        do
            tokens.Add(Next());
        while (tokens[^1].Kind != FilterTokenKind.End);
        return tokens;
    }

    private FilterToken Next()
    {
        while (_at < expression.Length && char.IsWhiteSpace(expression[_at]))
            _at++;
        var start = _at;
        if (start == expression.Length)
            return new FilterToken(FilterTokenKind.End, "", start);
        return expression[start] switch
        {
            '\'' => new FilterToken(FilterTokenKind.Text, Quoted('\''), start),
            '"' => new FilterToken(FilterTokenKind.QuotedColumn, Quoted('"'), start),
            '`' => new FilterToken(FilterTokenKind.QuotedColumn, Quoted('`'), start),
            >= '0' and <= '9' => Number(start),
            '-' or '.' when start + 1 < expression.Length && char.IsAsciiDigit(expression[start + 1]) => Number(start),
            var letter when IsWordLetter(letter) => new FilterToken(FilterTokenKind.Word, Run(IsWordLetter), start),
            _ => Sign(start),
        };
    }

    // The quote is doubled inside: 'it''s'.
    private string Quoted(char quote)
    {
        var text = new StringBuilder();
        for (var i = _at + 1; i < expression.Length; i++)
        {
            if (expression[i] != quote)
            {
                text.Append(expression[i]);
            }
            else if (i + 1 < expression.Length && expression[i + 1] == quote)
            {
                text.Append(quote);
                i++;
            }
            else
            {
                _at = i + 1;
                return text.ToString();
            }
        }
        throw FilterFault.At(expression, _at, $"the {quote} here has no second one");
    }

    private FilterToken Number(int start)
    {
        var text = Run(letter => IsWordLetter(letter) || letter is '.' or '-' or '+');
        return FilterNumber.TryParse(text, out _)
            ? new FilterToken(FilterTokenKind.Number, text, start)
            : throw FilterFault.At(expression, start, $"'{text}' is not a number; a text stands in 'single quotes', a column like this in `backticks`");
    }

    private FilterToken Sign(int start)
    {
        foreach (var sign in Signs)
        {
            if (string.CompareOrdinal(expression, start, sign, 0, sign.Length) != 0)
                continue;
            _at += sign.Length;
            return new FilterToken(FilterTokenKind.Sign, sign, start);
        }
        throw FilterFault.At(expression, start, $"'{expression[start]}' has no meaning here; a column with signs in its name stands in `backticks`");
    }

    private string Run(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < expression.Length && belongs(expression[_at]))
            _at++;
        return expression[start.._at];
    }

    private static bool IsWordLetter(char letter) => char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || letter is '_' or '-' or '.' or '$' or '#';
}
