using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Planning.Templates;

/// <summary>A value that a path led to: a part of the record, or a loop's own variable.</summary>
internal readonly struct TemplateValue
{
    private readonly string? _variable;

    public TemplateValue(JsonElement element)
    {
        Element = element;
        IsTrue = element.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.False => false,
            JsonValueKind.String => !element.ValueEquals(""),
            JsonValueKind.Number => !element.TryGetDouble(out var number) || number != 0,
            JsonValueKind.Array => element.GetArrayLength() > 0,
            _ => true,
        };
    }

    public TemplateValue(string variable, bool IsTrue) => (_variable, this.IsTrue) = (variable, IsTrue);

    /// <summary>The part of the record; undefined for a variable.</summary>
    public JsonElement Element { get; }

    /// <summary>As <c>#if</c> takes it: null, false, zero, empty text and an empty array are not true.</summary>
    public bool IsTrue { get; }

    /// <summary>As the prompt shows it.</summary>
    public string Text => _variable ?? RecordView.TextOf(Element);

    public static TemplateValue Of(bool value) => new(value ? "true" : "false", value);
}
