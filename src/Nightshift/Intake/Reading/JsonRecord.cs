using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Nightshift.Intake.Reading;

/// <summary>Holds a JSON value against what a record must be, and gathers the columns of all records.</summary>
internal sealed class JsonRecord
{
    /// <summary>Deeper nesting than any dataset has; what is deeper is an attack or a mistake.</summary>
    public const int MaxDepth = 64;

    /// <summary>Columns that are remembered; the names of further ones are only in their records.</summary>
    private const int MostColumns = 1000;

    private readonly List<string> _columns = [];
    private readonly List<byte[]> _columnBytes = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _new = [];

    public IReadOnlyList<string> Columns => _columns;

    /// <summary>The record of a value, in memory of its own: an object as it is, anything else as <c>{"value": …}</c>; or its fault.</summary>
    public InputRecord Read(long line, ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            return new InputRecord(line, default, JsonFault.NotUtf8);
        try
        {
            if (HalfSurrogate.IsInJson(json))
                return new InputRecord(line, default, JsonFault.HalfSurrogate);
            var isObject = Check(json);
            return new InputRecord(line, isObject ? json.ToArray() : Wrapped(json));
        }
        catch (JsonException e)
        {
            return new InputRecord(line, default, JsonFault.Malformed(e));
        }
    }

    private bool Check(ReadOnlySpan<byte> json)
    {
        // What is wrapped lies a level deeper in its record.
        var isObject = json.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = isObject ? MaxDepth : MaxDepth - 1 });
        reader.Read();
        var place = 0;
        _new.Clear();
        while (reader.Read())
        {
            if (isObject && reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                See(ref reader, place++);
        }

        // A record that breaks off has no say in what the columns are.
        foreach (var name in _new)
            Add(name);
        if (!isObject && _columns.Count == 0)
            Add("value");
        return isObject;
    }

    /// <summary>Most records have the columns of the one before, in the same order: then there is nothing to look up.</summary>
    private void See(ref Utf8JsonReader reader, int place)
    {
        if (place < _columnBytes.Count && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(_columnBytes[place]))
            return;
        _new.Add(reader.GetString()!);
    }

    private void Add(string name)
    {
        if (_columns.Count >= MostColumns || !_known.Add(name))
            return;
        _columns.Add(name);
        _columnBytes.Add(Encoding.UTF8.GetBytes(name));
    }

    private static byte[] Wrapped(ReadOnlySpan<byte> json) => [.. "{\"value\":"u8, .. json, (byte)'}'];
}
