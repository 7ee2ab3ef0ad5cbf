namespace Nightshift.Planning.Templates;

/// <summary>A part of a parsed template. A closed family.</summary>
internal abstract record TemplateNode
{
    private TemplateNode()
    {
    }

    public sealed record Literal(string Text) : TemplateNode;

    /// <summary>Shows a value. The line is the tag's, for the fault of a record that lacks it.</summary>
    public sealed record Value(TemplatePath Path, int Line) : TemplateNode;

    /// <summary><c>#if</c>, and with <paramref name="Negated"/> <c>#unless</c>. The subject may be absent.</summary>
    public sealed record Condition(TemplatePath Path, bool Negated, TemplateBlock Then, TemplateBlock Else) : TemplateNode;

    public sealed record Each(TemplatePath Path, int Line, IReadOnlyList<string> Names, TemplateBlock Body, TemplateBlock Else) : TemplateNode;

    public sealed record With(TemplatePath Path, int Line, IReadOnlyList<string> Names, TemplateBlock Body, TemplateBlock Else) : TemplateNode;
}

/// <summary>Nodes in a row.</summary>
internal sealed record TemplateBlock(IReadOnlyList<TemplateNode> Nodes)
{
    public static readonly TemplateBlock Empty = new([]);
}
