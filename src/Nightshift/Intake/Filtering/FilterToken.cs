namespace Nightshift.Intake.Filtering;

/// <summary>What a word of a filter is.</summary>
internal enum FilterTokenKind
{
    /// <summary>A bare word: a column, or a word of the language.</summary>
    Word,

    /// <summary>A column between backticks or double quotes.</summary>
    QuotedColumn,
    Text,
    Number,

    /// <summary>A comparison, a parenthesis or a comma.</summary>
    Sign,
    End,
}

/// <summary>A word of a filter; <c>At</c> is its place in the expression, from 0.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, int At)
{
    public bool IsWord(string word) => Kind == FilterTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSign(string sign) => Kind == FilterTokenKind.Sign && Text == sign;
}
