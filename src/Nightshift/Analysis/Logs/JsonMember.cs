using System.Text;
using System.Text.Json;

namespace Nightshift.Analysis.Logs;

/// <summary>Values cut out of JSON where they stand.</summary>
internal static class JsonMember
{
    /// <summary>The value of an object's member; empty when it has none, or is no object.</summary>
    /// <exception cref="JsonException">It breaks off.</exception>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            var value = Skip(ref reader, json);
            if (isIt)
                return value;
        }

        return [];
    }

    /// <summary>The value that the reader stands at; afterwards it stands at its end.</summary>
    public static ReadOnlySpan<byte> Skip(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    /// <summary>The names of an object's members.</summary>
    public static List<string> Names(ReadOnlySpan<byte> json)
    {
        var names = new List<string>();
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return names;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // As it is written: an escaped name is none of those that are looked for, and half a surrogate pair is no text.
            names.Add(Encoding.UTF8.GetString(reader.ValueSpan));
            reader.Read();
            reader.Skip();
        }

        return names;
    }
}
