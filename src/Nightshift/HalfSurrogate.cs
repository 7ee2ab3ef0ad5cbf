using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Nightshift;

/// <summary>Finds what UTF-16 can hold and UTF-8 cannot: one half of a surrogate pair without the other.</summary>
internal static class HalfSurrogate
{
    /// <summary>The place of the first; −1 when the text is whole.</summary>
    public static int IndexIn(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out _, out var length) != OperationStatus.Done)
                return at;
            at += length;
        }
        return -1;
    }

    /// <summary>
    /// Whether a string of valid JSON has one, as an escape. The parser lets such escapes pass and throws when the string is read: found
    /// here, once, and only in values that may have one.
    /// </summary>
    /// <exception cref="JsonException">It is not valid JSON.</exception>
    public static bool IsInJson(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
            return false;
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    _ = reader.GetString();
            }

            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
