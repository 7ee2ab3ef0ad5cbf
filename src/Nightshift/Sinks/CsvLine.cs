using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Nightshift.Sinks;

/// <summary>
/// Writes the cells of a CSV by RFC 4180, in UTF-8, with LF at the end of each line. Quoting is twenty lines, and they write into the one
/// buffer that all formats share; CsvHelper's writer brings its own buffer and stream.
/// </summary>
internal sealed class CsvLine(byte delimiter)
{
    private readonly SearchValues<byte> _quoted = SearchValues.Create([delimiter, (byte)'"', (byte)'\r', (byte)'\n']);
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private bool _begun;

    public void End(ArrayBufferWriter<byte> output)
    {
        output.Write("\n"u8);
        _begun = false;
    }

    /// <summary>A cell of these bytes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">UTF-8.</param>
    /// <param name="guarded">Whether it is kept from being a formula: for what a model or a provider wrote.</param>
    public void Write(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> text, bool guarded = false)
    {
        Separate(output);
        var apostrophe = guarded && FormulaGuard.IsNeeded(text) ? "'"u8 : [];
        if (text.IndexOfAny(_quoted) < 0)
        {
            output.Write(apostrophe);
            output.Write(text);
            return;
        }

        output.Write("\""u8);
        output.Write(apostrophe);
        for (var quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            output.Write(text[..(quote + 1)]);
            output.Write("\""u8);
            text = text[(quote + 1)..];
        }

        output.Write(text);
        output.Write("\""u8);
    }

    public void Write(ArrayBufferWriter<byte> output, string text, bool guarded = false)
    {
        _scratch.ResetWrittenCount();
        Encoding.UTF8.GetBytes(text, _scratch);
        Write(output, _scratch.WrittenSpan, guarded);
    }

    /// <summary>A cell of a JSON value: a string's text, an object or array as compact JSON, nothing for null and for a missing one.</summary>
    public void WriteJson(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> value, bool guarded = false)
    {
        switch (value)
        {
            case [] or [(byte)'n', ..]:
                Write(output, []);
                break;
            case [(byte)'"', .. var inner, (byte)'"']:
                Write(output, inner.Contains((byte)'\\') ? Unescape(value) : inner, guarded);
                break;
            case [(byte)'{' or (byte)'[', ..]:
                _scratch.ResetWrittenCount();
                JsonText.WriteCompact(value, _scratch);
                Write(output, _scratch.WrittenSpan, guarded);
                break;
            default:
                Write(output, value, guarded);
                break;
        }
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value);
        reader.Read();
        _scratch.ResetWrittenCount();
        try
        {
            _scratch.Advance(reader.CopyString(_scratch.GetSpan(value.Length)));
            return _scratch.WrittenSpan;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair ("\ud800") is allowed by JSON's grammar and has no UTF-8: its escaped form says what stood there.
            return value[1..^1];
        }
    }

    private void Separate(ArrayBufferWriter<byte> output)
    {
        if (_begun)
            output.Write([delimiter]);
        _begun = true;
    }
}
