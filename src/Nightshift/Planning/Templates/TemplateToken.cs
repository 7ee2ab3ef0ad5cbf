namespace Nightshift.Planning.Templates;

/// <summary>What a stretch of template text is.</summary>
internal enum TemplateTokenKind
{
    Text,
    Value,
    Open,
    Else,
    Close,
    Comment,
}

/// <summary>A stretch of template text. For a tag, <c>Text</c> is what stands between the braces, without its sign; line and column count from 1.</summary>
internal readonly record struct TemplateToken(TemplateTokenKind Kind, string Text, int Line, int Column)
{
    /// <summary>The tag ends in a tilde, or begins with one: white space on that side goes.</summary>
    public bool TrimsBefore { get; init; }

    public bool TrimsAfter { get; init; }

    /// <summary>Tags that leave no trace in the output: alone on a line, they take the line with them.</summary>
    public bool IsSilent => Kind is TemplateTokenKind.Open or TemplateTokenKind.Else or TemplateTokenKind.Close or TemplateTokenKind.Comment;
}
