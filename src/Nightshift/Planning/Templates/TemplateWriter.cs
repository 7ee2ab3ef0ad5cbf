using System.Text;
using System.Text.Json;

namespace Nightshift.Planning.Templates;

/// <summary>Renders a tree for one record. Stops at the first fault.</summary>
internal sealed class TemplateWriter(string name)
{
    /// <summary>Lists within lists multiply: more passes through loops than this is a template that would never end.</summary>
    private const int MostPasses = 1_000_000;

    /// <summary>Most prompts are no longer, and then they are put together in one piece.</summary>
    private const int ShortText = 512;

    private readonly StringBuilder _output = new(ShortText);
    private int _passes;

    /// <summary>Why the record cannot be rendered; null while it can.</summary>
    public string? Fault { get; private set; }

    public string Text => _output.ToString();

    public bool Write(TemplateBlock block, TemplateScope scope)
    {
        foreach (var node in block.Nodes)
        {
            var done = node switch
            {
                TemplateNode.Literal literal => Append(literal.Text),
                TemplateNode.Value value => scope.Find(value.Path) is { } found ? Append(found.Text) : Missing(value.Path, value.Line, scope),
                TemplateNode.Condition condition =>
                    Write((scope.Find(condition.Path)?.IsTrue ?? false) != condition.Negated ? condition.Then : condition.Else, scope),
                TemplateNode.Each each => WriteEach(each, scope),
                TemplateNode.With with => WriteWith(with, scope),
                _ => throw new InvalidOperationException($"unknown template node {node.GetType().Name}"),
            };
            if (!done)
                return false;
        }
        return true;
    }

    private bool WriteEach(TemplateNode.Each each, TemplateScope scope)
    {
        if (scope.Find(each.Path) is not { } found)
            return Missing(each.Path, each.Line, scope);
        var (items, keys) = found.Element.ValueKind switch
        {
            JsonValueKind.Array => (found.Element.EnumerateArray().ToArray(), null),
            JsonValueKind.Object => (
                found.Element.EnumerateObject().Select(member => member.Value).ToArray(),
                found.Element.EnumerateObject().Select(member => member.Name).ToArray()),
            _ => ((JsonElement[])[], (string[]?)null),
        };
        if (items.Length == 0)
            return !found.IsTrue || found.Element.ValueKind is JsonValueKind.Object ? Write(each.Else, scope) : NoList(each);
        for (var i = 0; i < items.Length; i++)
        {
            if (++_passes > MostPasses)
                return Endless(each);
            var inner = new TemplateScope(items[i], scope) { Index = i, Key = keys?[i], IsLast = i == items.Length - 1, Names = each.Names };
            if (!Write(each.Body, inner))
                return false;
        }
        return true;
    }

    private bool WriteWith(TemplateNode.With with, TemplateScope scope)
    {
        if (scope.Find(with.Path) is not { } found)
            return Missing(with.Path, with.Line, scope);
        return found.IsTrue
            ? Write(with.Body, new TemplateScope(found.Element, scope) { Names = with.Names })
            : Write(with.Else, scope);
    }

    private bool Append(string text)
    {
        if (_output.Length + text.Length > PromptTemplate.MaxLength)
        {
            Fault = $"its {name} grows beyond {PromptTemplate.MaxLength / (1024 * 1024)} MB";
            return false;
        }
        _output.Append(text);
        return true;
    }

    private bool Endless(TemplateNode.Each each)
    {
        Fault = $"goes through the lists of the {name} more than {NumberWords.Count(MostPasses)} times (the loop in line {each.Line})";
        return false;
    }

    private bool NoList(TemplateNode.Each each)
    {
        Fault = $"has no list in '{each.Path.Source}' (line {each.Line} of the {name} goes through it with #each)";
        return false;
    }

    private bool Missing(TemplatePath path, int line, TemplateScope scope)
    {
        Fault = scope.Parent is null && path is { Up: 0, Variable: null, Segments: [var column] }
            ? $"has no column '{column}' (it has: {string.Join(", ", scope.This.EnumerateObject().Select(member => member.Name))})"
            : $"has no value for {{{{{path.Source}}}}} (line {line} of the {name})";
        return false;
    }
}
