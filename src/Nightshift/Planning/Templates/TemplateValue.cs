using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Planning.Templates;

/// <summary>A value that a path led to: a part of the record, or a loop's own variable.</summary>
internal readonly struct TemplateValue
{
    private readonly string? _variable;
    private readonly bool _isTrueVariable;

    public TemplateValue(JsonElement element) => Element = element;

    public TemplateValue(string variable, bool IsTrue) => (_variable, _isTrueVariable) = (variable, IsTrue);

    /// <summary>The part of the record; undefined for a variable.</summary>
    public JsonElement Element { get; }

    /// <summary>As <c>#if</c> takes it: null, false, zero, empty text and an empty array are not true.</summary>
    public bool IsTrue => Element.ValueKind switch
    {
        JsonValueKind.Undefined => _isTrueVariable,
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.String => !Element.ValueEquals(""),
        JsonValueKind.Number => !Element.TryGetDouble(out var number) || number != 0,
        JsonValueKind.Array => Element.GetArrayLength() > 0,
        _ => true,
    };

    /// <summary>As the prompt shows it.</summary>
    public string Text => _variable ?? RecordView.TextOf(Element);

    public static TemplateValue Of(bool value) => new(value ? "true" : "false", value);
}
