using Nightshift.Model;

namespace Nightshift.Planning.Templates;

/// <summary>
/// A Handlebars template over a record's columns: <c>{{text}}</c>, <c>{{user.name}}</c>, <c>{{[First Name]}}</c>, <c>#if</c>, <c>#unless</c>,
/// <c>#each</c>, <c>#with</c>, <c>else</c>, comments, <c>~</c>. Nothing is escaped (a prompt is not HTML), and a missing value is a
/// fault, never silence; only <c>#if</c> and <c>#unless</c> may ask about one. Safe for many threads.
/// </summary>
/// <remarks>
/// Its own reader instead of Handlebars.Net, which reaches .NET members by reflection (<c>{{text.Length}}</c>), shows a missing
/// <c>{{user.nmae}}</c> as nothing and cannot tell 1.0 from 1. The tests render random templates with both and compare.
/// </remarks>
public sealed class PromptTemplate
{
    /// <summary>The longest text that a record may render to, in characters.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    private readonly TemplateBlock _block;
    private readonly string _name;

    private PromptTemplate(TemplateBlock block, string name)
    {
        (_block, _name) = (block, name);
        var columns = TemplateColumns.Of(block);
        (Columns, RequiredColumns) = (columns.All, columns.Required);
    }

    /// <summary>The columns that the template uses, in order of appearance.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Those without which a record cannot be rendered: all but the ones that stand only under an <c>#if</c> about them.</summary>
    public IReadOnlyList<string> RequiredColumns { get; }

    /// <summary>The text that every record gets, when the template has no tags; else null.</summary>
    internal string? Constant => _block.Nodes switch
    {
        [] => "",
        [TemplateNode.Literal literal] => literal.Text,
        _ => null,
    };

    /// <summary>Reads a template. The name (<c>prompt</c>, <c>system</c>) is for errors.</summary>
    /// <exception cref="TaskException">It is not well formed, or uses what is not supported: with line and column.</exception>
    public static PromptTemplate Parse(string text, string name)
    {
        var tokens = TemplateWhitespace.Trim(new TemplateLexer(text, name).Cut());
        return new PromptTemplate(new TemplateParser(tokens, name).Parse(), name);
    }

    /// <summary>Holds the template against the columns that the input has, before anything is sent.</summary>
    /// <exception cref="TaskException">A required column is not among them: names it, the nearest one, and the ones there are.</exception>
    public void Check(IReadOnlyList<string> available)
    {
        foreach (var column in RequiredColumns)
        {
            if (!available.Contains(column, StringComparer.Ordinal))
            {
                throw new TaskException(
                    $"the {_name} uses column '{column}', which the input does not have{NearestName.Hint(column, available)} (it has: {string.Join(", ", available)})");
            }
        }
    }

    /// <summary>The text for one record.</summary>
    public Rendering Render(RecordView record)
    {
        var writer = new TemplateWriter(_name);
        return writer.Write(_block, new TemplateScope(record.Root)) ? new Rendering.Done(writer.Text) : new Rendering.Faulty(writer.Fault!);
    }
}

/// <summary>What a template made of a record. A closed family.</summary>
public abstract record Rendering
{
    private Rendering()
    {
    }

    /// <summary>The text.</summary>
    public sealed record Done(string Text) : Rendering;

    /// <summary>The record cannot be rendered: why, in words that follow on "the record", such as <c>has no column 'text' (it has: a, b)</c>.</summary>
    public sealed record Faulty(string Sentence) : Rendering;
}
