using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nightshift.Sinks;

/// <summary>Writes JSON objects, one a line, and other JSON through them as it is.</summary>
#pragma warning disable CA1001 // A Utf8JsonWriter over a caller's buffer has nothing to release.
internal sealed class JsonLine
#pragma warning restore CA1001
{
    // Letters of all scripts stay legible; this encoder escapes emoji, and U+2028 and U+2029, which some readers take for line ends.
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = int.MaxValue,
    });

    private readonly ArrayBufferWriter<byte> _scratch = new();

    public Utf8JsonWriter Begin(IBufferWriter<byte> output)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        return _json;
    }

    public void End(ArrayBufferWriter<byte> output)
    {
        _json.WriteEndObject();
        _json.Flush();
        output.Write("\n"u8);
    }

    /// <summary>A member that is valid JSON already; null when there is none.</summary>
    public void WriteRaw(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        _json.WritePropertyName(name);
        if (json.IsEmpty)
        {
            _json.WriteNullValue();
            return;
        }

        if (JsonText.IsMultiline(json))
        {
            _scratch.ResetWrittenCount();
            JsonText.WriteCompact(json, _scratch);
            json = _scratch.WrittenSpan;
        }

        _json.WriteRawValue(json, skipInputValidation: true);
    }

    /// <summary>A member that is a JSON value when the text is one, and a string otherwise.</summary>
    public void WriteJsonOrText(ReadOnlySpan<byte> name, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        if (JsonText.IsValid(utf8))
            WriteRaw(name, utf8);
        else
            _json.WriteString(name, text);
    }

    public void WriteUsd(ReadOnlySpan<byte> name, decimal? usd)
    {
        Span<byte> digits = stackalloc byte[64];
        WriteRaw(name, usd is { } known ? digits[..RowWords.FormatUsd(known, digits)] : []);
    }
}
