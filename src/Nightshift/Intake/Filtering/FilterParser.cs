using System.Text.RegularExpressions;

namespace Nightshift.Intake.Filtering;

/// <summary>Builds the condition that a filter's words say: <c>or</c> binds weaker than <c>and</c>, that weaker than <c>not</c>.</summary>
internal sealed class FilterParser(string expression)
{
    private const int MaxDepth = 100;
    private static readonly string[] Comparisons = ["=", "==", "!=", "<>", "<", "<=", ">", ">="];
    private static readonly string[] Verbs = ["contains", "starts", "startswith", "ends", "endswith", "matches", "in", "is"];
    private readonly List<FilterToken> _tokens = new FilterLexer(expression).Cut();
    private readonly List<FilterOperand.Column> _columns = [];
    private int _at;
    private int _depth;

    /// <summary>The columns that were met, in order; twice when the expression has them twice.</summary>
    public IReadOnlyList<FilterOperand.Column> Columns => _columns;

    private FilterToken Current => _tokens[_at];

    public FilterCondition Parse()
    {
        var condition = ParseOr();
        return Current.Kind == FilterTokenKind.End ? condition : throw Fault(Current, $"'{Current.Text}' comes too late; put 'and' or 'or' before it");
    }

    private FilterCondition ParseOr()
    {
        var any = new List<FilterCondition> { ParseAnd() };
        while (TakeWord("or"))
            any.Add(ParseAnd());
        return any is [var only] ? only : new FilterCondition.Any(any);
    }

    private FilterCondition ParseAnd()
    {
        var all = new List<FilterCondition> { ParseNot() };
        while (TakeWord("and"))
            all.Add(ParseNot());
        return all is [var only] ? only : new FilterCondition.All(all);
    }

    private FilterCondition ParseNot()
    {
        if (TakeWord("not"))
            return new FilterCondition.Not(Deeper(ParseNot));
        if (!TakeSign("("))
            return ParseTest();
        var condition = Deeper(ParseOr);
        Expect(")");
        return condition;
    }

    private FilterCondition ParseTest()
    {
        var left = ParseOperand();
        var token = Current;
        if (token.Kind == FilterTokenKind.Sign && Comparisons.Contains(token.Text, StringComparer.Ordinal))
        {
            _at++;
            return new FilterCondition.Comparison(left, token.Text, ParseOperand());
        }
        if (TakeWord("is"))
            return ParseEmpty(left);
        return TakeWord("not") ? new FilterCondition.Not(ParseVerb(left)) : ParseVerb(left);
    }

    private FilterCondition ParseEmpty(FilterOperand left)
    {
        var negated = TakeWord("not");
        if (!TakeWord("empty"))
            throw Fault(Current, "'is' goes on with 'empty' or 'not empty'");
        var empty = new FilterCondition.Empty(left);
        return negated ? new FilterCondition.Not(empty) : empty;
    }

    private FilterCondition ParseVerb(FilterOperand left)
    {
        var token = Current;
        if (TakeWord("contains"))
            return new FilterCondition.Contains(left, ParseOperand());
        if (TakeWord("startswith") || TakeWords("starts", "with"))
            return new FilterCondition.StartsWith(left, ParseOperand());
        if (TakeWord("endswith") || TakeWords("ends", "with"))
            return new FilterCondition.EndsWith(left, ParseOperand());
        if (TakeWord("matches"))
            return new FilterCondition.Matches(left, ParsePattern());
        if (TakeWord("in"))
            return new FilterCondition.In(left, ParseList());
        throw Fault(
            token,
            $"a comparison belongs here{(token.Kind == FilterTokenKind.Word ? NearestName.Hint(token.Text, Verbs) : "")} (there are: == != < <= > >=, contains, starts with, ends with, matches, in, is empty)");
    }

    private Regex ParsePattern()
    {
        var token = Current;
        if (token.Kind != FilterTokenKind.Text)
            throw Fault(token, "'matches' needs a pattern in 'single quotes'");
        _at++;
        try
        {
            // Never backtracks: no pattern can take more than linear time over a record.
            return new Regex(token.Text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            throw FilterFault.At(expression, token.At, $"the pattern cannot be used: {fault.Message}", fault);
        }
    }

    private List<FilterOperand> ParseList()
    {
        Expect("(");
        var items = new List<FilterOperand>();
        do
            items.Add(ParseOperand());
        while (TakeSign(","));
        Expect(")");
        return items;
    }

    private FilterOperand ParseOperand()
    {
        var token = Current;
        _at += token.Kind is FilterTokenKind.Sign or FilterTokenKind.End ? 0 : 1;
        return token.Kind switch
        {
            FilterTokenKind.Text => new FilterOperand.Text(token.Text),
            FilterTokenKind.Number => new FilterOperand.Number(token.Text),
            FilterTokenKind.QuotedColumn => Column(token),
            FilterTokenKind.Word when Current.IsSign("(") && !token.IsWord("in") => ParseCall(token),
            FilterTokenKind.Word => Column(token),
            FilterTokenKind.End => throw Fault(token, "the expression ends where a column or a value belongs"),
            _ => throw Fault(token, $"a column or a value belongs here, not '{token.Text}'"),
        };
    }

    private FilterOperand ParseCall(FilterToken function)
    {
        Expect("(");
        var argument = Deeper(ParseOperand);
        Expect(")");
        if (function.IsWord("length"))
            return new FilterOperand.Length(argument);
        return function.IsWord("lower")
            ? new FilterOperand.Lower(argument)
            : throw Fault(function, $"there is no function '{function.Text}'{NearestName.Hint(function.Text, ["length", "lower"])} (there are: length, lower)");
    }

    private FilterOperand.Column Column(FilterToken token)
    {
        var column = new FilterOperand.Column(token.Text, token.At);
        _columns.Add(column);
        return column;
    }

    // A hostile expression must not end the process by a stack overflow.
    private T Deeper<T>(Func<T> parse)
    {
        if (++_depth > MaxDepth)
            throw Fault(Current, $"this is nested more than {MaxDepth} deep");
        var parsed = parse();
        _depth--;
        return parsed;
    }

    private bool TakeWord(string word)
    {
        var taken = Current.IsWord(word);
        _at += taken ? 1 : 0;
        return taken;
    }

    private bool TakeWords(string first, string second)
    {
        var taken = Current.IsWord(first) && _tokens[_at + 1].IsWord(second);
        _at += taken ? 2 : 0;
        return taken;
    }

    private bool TakeSign(string sign)
    {
        var taken = Current.IsSign(sign);
        _at += taken ? 1 : 0;
        return taken;
    }

    private void Expect(string sign)
    {
        if (!TakeSign(sign))
            throw Fault(Current, $"'{sign}' belongs here");
    }

    private InputException Fault(FilterToken token, string sentence) => FilterFault.At(expression, token.At, sentence);
}
