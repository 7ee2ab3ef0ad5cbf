using System.Runtime.InteropServices;
using System.Text.Json;

namespace Nightshift.Protocols.Batches;

/// <summary>Results that come within another JSON, as lines; and the parts of a line as they stand.</summary>
internal static class ResultLines
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 64 };

    /// <summary>A value as one line, with a line break behind it.</summary>
    public static byte[] Of(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        var line = new byte[raw.Length + 1];
        raw.CopyTo(line);
        // In JSON a line break stands only between tokens, where a blank does as well.
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        line[^1] = (byte)'\n';
        return line;
    }

    /// <summary>Reads a line that is a JSON object. Whatever else stands there is malformed.</summary>
    /// <param name="line">Without its line break; a byte order mark is skipped.</param>
    /// <param name="read">Reads the object; the memory is the document's, for <see cref="Slice"/>.</param>
    public static BatchLine Read(ReadOnlyMemory<byte> line, Func<JsonElement, ReadOnlyMemory<byte>, BatchLine> read)
    {
        if (line.Span.StartsWith("\uFEFF"u8))
            line = line[3..];
        try
        {
            using var document = JsonDocument.Parse(line, Limits);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement, line) : new BatchLine.Malformed("not a JSON object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with a lone surrogate, which has no UTF-16 form.
            return new BatchLine.Malformed("not valid JSON");
        }
    }

    /// <summary>The bytes of a value where they stand in the line, without a copy; empty when there is no value.</summary>
    public static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> line, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
            return default;
        var raw = JsonMarshal.GetRawUtf8Value(value);
        return line.Span.Overlaps(raw, out var start) ? line.Slice(start, raw.Length) : raw.ToArray();
    }
}
