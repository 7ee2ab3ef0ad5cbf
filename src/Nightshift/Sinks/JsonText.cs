using System.Buffers;
using System.Text.Json;

namespace Nightshift.Sinks;

/// <summary>JSON that passes through: its tokens stay as they are, byte for byte.</summary>
internal static class JsonText
{
    /// <summary>How deep JSON may be is decided where it is taken in; here everything that is in the store is written.</summary>
    public static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Whether the text is one JSON value.</summary>
    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, AnyDepth);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether the text goes over several lines. Within its strings JSON has no line breaks.</summary>
    public static bool IsMultiline(ReadOnlySpan<byte> json) => json.IndexOfAny((byte)'\n', (byte)'\r') >= 0;

    /// <summary>Writes valid JSON without the white space between its tokens.</summary>
    public static void WriteCompact(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var target = output.GetSpan(Math.Max(json.Length, 1));
        var written = 0;
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var current = json[i];
            if (!inString && IsSpace(current))
                continue;
            target[written++] = current;
            if (current == '"')
                inString = !inString;
            else if (inString && current == '\\')
                target[written++] = json[++i];
        }

        output.Advance(written);
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
