using System.Text;
using System.Text.Json;

namespace Nightshift.Sinks;

/// <summary>
/// Finds the members of JSON objects by a list of names. The members of a file's objects mostly come in the same order,
/// so each is looked for first where it should be.
/// </summary>
internal sealed class ObjectCells(IReadOnlyList<string> names)
{
    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];
    private readonly Range[] _found = new Range[names.Count];

    /// <summary>How many names there are.</summary>
    public int Count => _names.Length;

    /// <summary>The member's value, raw JSON; empty when the object does not have it.</summary>
    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> json, int name) => json[_found[name]];

    /// <summary>Forgets the object before.</summary>
    public void Clear() => Array.Clear(_found);

    /// <summary>Finds the members of an object; false when the text is none. Of a name that comes twice the last counts.</summary>
    public bool TryFind(ReadOnlySpan<byte> json)
    {
        Clear();
        try
        {
            return TryFindMembers(json);
        }
        catch (JsonException)
        {
            Clear();
            return false;
        }
    }

    private bool TryFindMembers(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonText.AnyDepth);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        var expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = IndexOf(ref reader, expected);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (name < 0)
                continue;
            _found[name] = start..(int)reader.BytesConsumed;
            expected = name + 1;
        }

        return true;
    }

    private int IndexOf(ref Utf8JsonReader reader, int expected)
    {
        for (var step = 0; step < _names.Length; step++)
        {
            var candidate = (expected + step) % _names.Length;
            if (reader.ValueTextEquals(_names[candidate]))
                return candidate;
        }

        return -1;
    }
}
