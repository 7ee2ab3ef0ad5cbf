using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Nightshift.Model;

/// <summary>
/// Reads a record, parsed once, by its columns. It looks into the record's own bytes: they must stay as they are until it is disposed.
/// </summary>
public sealed class RecordView : IDisposable
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly JsonDocument _document;

    private RecordView(JsonDocument document, ReadOnlyMemory<byte> json) => (_document, Json) = (document, json);

    /// <summary>The record's own bytes.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The column names in the record's order; one that the record has twice stands here twice, and its last value counts.</summary>
    public IReadOnlyList<string> Columns => field ??= [.. _document.RootElement.EnumerateObject().Select(column => column.Name)];

    /// <summary>The whole record.</summary>
    public JsonElement Root => _document.RootElement;

    /// <summary>Opens a record. A fault is one sentence about the record, without its line number.</summary>
    public static bool TryParse(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out RecordView? record, [NotNullWhen(false)] out string? fault)
    {
        (record, fault) = (null, null);
        // The parser looks at a string's bytes only when the string is read, and throws then.
        if (!Utf8.IsValid(json.Span))
        {
            fault = "is not valid UTF-8";
            return false;
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException malformed)
        {
            fault = $"is not JSON that can be read: {JsonFault.Sentence(malformed)}";
            return false;
        }
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            fault = "is not a JSON object";
        else if (HalfSurrogate.IsInJson(json.Span))
            fault = "has half of a surrogate pair (a \\ud800 to \\udfff escape that stands alone)";
        if (fault is null)
            record = new RecordView(document, json);
        else
            document.Dispose();
        return fault is null;
    }

    /// <summary>The text of a column as a prompt shows it (see <see cref="TextOf"/>); false when the record does not have the column.</summary>
    public bool TryGetText(string column, [NotNullWhen(true)] out string? text)
    {
        text = Root.TryGetProperty(column, out var value) ? TextOf(value) : null;
        return text is not null;
    }

    /// <summary>The value of a column; false when the record does not have it.</summary>
    public bool TryGet(string column, out JsonElement value) => Root.TryGetProperty(column, out value);

    /// <summary>A value as text: strings as they are, null as nothing, numbers and booleans as in the JSON, objects and arrays as compact JSON.</summary>
    public static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.Object or JsonValueKind.Array => CompactText(value),
        _ => value.GetRawText(),
    };

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    private static string CompactText(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            value.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
