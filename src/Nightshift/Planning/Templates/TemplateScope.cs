using System.Text.Json;

namespace Nightshift.Planning.Templates;

/// <summary>What names mean at one place of a template while a record is rendered.</summary>
/// <param name="This">The value that bare names look into.</param>
/// <param name="Parent">The scope around it; null for the record itself.</param>
internal sealed record TemplateScope(JsonElement This, TemplateScope? Parent = null)
{
    /// <summary>The place in an array or object, from 0; −1 outside of <c>#each</c>.</summary>
    public int Index { get; init; } = -1;

    /// <summary>The member's name, in an <c>#each</c> over an object.</summary>
    public string? Key { get; init; }

    public bool IsLast { get; init; }

    /// <summary>The names after <c>as</c>: the value, and then its index or key.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    private TemplateScope Root => Parent?.Root ?? this;

    /// <summary>Follows a path; null when it leads nowhere.</summary>
    public TemplateValue? Find(TemplatePath path)
    {
        var scope = this;
        for (var up = path.Up; up > 0; up--)
        {
            if (scope.Parent is null)
                return null;
            scope = scope.Parent;
        }
        return path switch
        {
            { Variable: "root" } => Follow(scope.Root.This, path.Segments, 0),
            { Variable: { } variable } => scope.VariableValue(variable),
            { IsExplicit: false, Segments: [var first, ..] } => scope.Named(first, path.Segments) ?? Follow(scope.This, path.Segments, 0),
            _ => Follow(scope.This, path.Segments, 0),
        };
    }

    private TemplateValue? Named(string name, IReadOnlyList<string> segments)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.Names.Count > 0 && scope.Names[0] == name)
                return Follow(scope.This, segments, 1);
            if (scope.Names.Count > 1 && scope.Names[1] == name)
                return segments.Count == 1 ? scope.VariableValue(scope.Key is null ? "index" : "key") : null;
        }
        return null;
    }

    private TemplateValue? VariableValue(string variable)
    {
        var loop = this;
        while (loop is { Index: < 0, Parent: { } parent })
            loop = parent;
        if (loop.Index < 0)
            return null;
        return variable switch
        {
            "index" => new TemplateValue(loop.Index.ToString(), loop.Index != 0),
            "key" => new TemplateValue(loop.Key ?? loop.Index.ToString(), IsTrue: true),
            "first" => TemplateValue.Of(loop.Index == 0),
            _ => TemplateValue.Of(loop.IsLast),
        };
    }

    private static TemplateValue? Follow(JsonElement value, IReadOnlyList<string> segments, int from)
    {
        for (var i = from; i < segments.Count; i++)
        {
            if (!TryStep(ref value, segments[i]))
                return null;
        }
        return new TemplateValue(value);
    }

    private static bool TryStep(ref JsonElement value, string segment)
    {
        if (value.ValueKind == JsonValueKind.Object)
            return value.TryGetProperty(segment, out value);
        if (value.ValueKind != JsonValueKind.Array || !int.TryParse(segment, out var index) || index < 0 || index >= value.GetArrayLength())
            return false;
        value = value[index];
        return true;
    }
}
