using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Nightshift.Analysis.Logs;

/// <summary>
/// Goes through a record once and hands the values that have a meaning to a <see cref="LogRow"/>. Objects may be nested, written as text
/// within a CSV's cell, or written as OpenTelemetry writes attributes: as a list of keys and values.
/// </summary>
internal sealed class RowWalker(FieldMap map, LogRow row)
{
    private const int DeepestText = 3;

    /// <summary>Longer texts are taken from rented memory.</summary>
    private const int LongestText = 4096;

    private readonly byte[] _scratch = new byte[LongestText];

    /// <summary>The path of the value that is being read; each level writes behind its parent's.</summary>
    private readonly char[] _path = new char[FieldMap.LongestPath];

    /// <summary>Reads an object.</summary>
    /// <param name="json">The object.</param>
    /// <param name="parent">The path that it stands at; empty for the record itself.</param>
    /// <exception cref="JsonException">It breaks off, or something stands behind it.</exception>
    public void Read(ReadOnlySpan<byte> json, string parent = "")
    {
        parent.CopyTo(_path);
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return;
        ReadObject(ref reader, json, parent.Length, 0);
        // Anything behind it is a fault, which this finds.
        reader.Read();
    }

    private void ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int length, int depth)
    {
        var below = length == 0 ? LogField.None : map.Find(PathOf(length)).Below;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var end = Append(length, reader.ValueSpan);
            reader.Read();
            Take(ref reader, json, end, below, depth);
        }
    }

    /// <summary>The value that the reader stands at; afterwards it stands at its end.</summary>
    private void Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int length, LogField below, int depth)
    {
        var entry = length < 0 ? default : map.Find(PathOf(length));
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray when entry == default:
                reader.Skip();
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                TakeWhole(ref reader, json, length, entry, depth);
                break;
            case JsonTokenType.String when entry.Field != LogField.None || entry.IsParent || below != LogField.None:
                TakeText(ref reader, length, entry.Field != LogField.None || entry.IsParent ? entry : entry with { Field = below }, depth);
                break;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False when entry.Field != LogField.None:
                row.Set(entry.Field, reader.ValueSpan);
                break;
        }
    }

    private void TakeWhole(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int length, FieldMap.Entry entry, int depth)
    {
        if (entry.Field is LogField.Prompt or LogField.Body or LogField.Parameter)
        {
            // Hashed as it stands, and read from a copy for what is in it.
            var inner = reader;
            row.Set(entry.Field, JsonMember.Skip(ref reader, json));
            if (entry.IsParent && inner.TokenType == JsonTokenType.StartObject)
                ReadObject(ref inner, json, length, depth);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            ReadArray(ref reader, json, length, entry, depth);
        }
        else if (entry.IsParent)
        {
            ReadObject(ref reader, json, length, depth);
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>A list of texts means what one of them would; a list of keys and values is an object.</summary>
    private void ReadArray(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int length, FieldMap.Entry entry, int depth)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String && entry.Field != LogField.None)
                TakeText(ref reader, length, entry with { IsParent = false }, depth);
            else if (reader.TokenType == JsonTokenType.StartObject && entry.IsParent)
                ReadPair(ref reader, json, length, depth);
            else
                reader.Skip();
        }
    }

    /// <summary><c>{"key": "gen_ai.system", "value": {"stringValue": "openai"}}</c>.</summary>
    private void ReadPair(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int length, int depth)
    {
        var end = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKey = reader.ValueTextEquals("key"u8);
            var isValue = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (isKey && reader.TokenType == JsonTokenType.String)
                end = Append(length, reader.ValueSpan);
            else if (isValue && reader.TokenType == JsonTokenType.StartObject)
                ReadValue(ref reader, json, end, depth);
            else
                reader.Skip();
        }
    }

    private void ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int length, int depth)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Read();
            Take(ref reader, json, length, LogField.None, depth);
        }
    }

    private void TakeText(ref Utf8JsonReader reader, int length, FieldMap.Entry entry, int depth)
    {
        if (!reader.ValueIsEscaped)
        {
            TakeText(reader.ValueSpan, length, entry, depth);
            return;
        }

        var rented = reader.ValueSpan.Length > LongestText || depth > 0 ? ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length) : null;
        try
        {
            var room = rented ?? _scratch;
            TakeText(room.AsSpan(0, reader.CopyString(room)), length, entry, depth);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: a text that no UTF-8 can hold says nothing that is looked for.
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void TakeText(ReadOnlySpan<byte> text, int length, FieldMap.Entry entry, int depth)
    {
        // In a table's cell a list of tags is a text.
        var isList = text is [(byte)'[', (byte)'"', ..] && entry.Field is LogField.Workload or LogField.WorkloadOr or LogField.Tag;
        if (!isList)
            row.Set(entry.Field, text);
        if (depth == DeepestText || !(isList || (entry.IsParent && text is [(byte)'{' or (byte)'[', ..])))
            return;
        try
        {
            var reader = new Utf8JsonReader(text);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
                ReadObject(ref reader, text, length, depth + 1);
            else
                ReadArray(ref reader, text, length, entry, depth + 1);
        }
        catch (JsonException)
        {
            // A text that begins as JSON does and is none: a text, then.
        }
    }

    private ReadOnlySpan<char> PathOf(int length) => _path.AsSpan(0, length);

    /// <summary>The path of a member, in the same memory; -1 for one that is too long to have a meaning.</summary>
    private int Append(int length, ReadOnlySpan<byte> name)
    {
        var start = length == 0 ? 0 : length + 1;
        if (start + name.Length > _path.Length)
            return -1;
        if (length > 0)
            _path[length] = '.';
        return start + Encoding.UTF8.GetChars(name, _path.AsSpan(start));
    }
}
