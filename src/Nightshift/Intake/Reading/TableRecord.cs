using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nightshift.Intake.Reading;

/// <summary>Makes the cells of a table's row into a JSON object; the columns' names are encoded once.</summary>
internal sealed class TableRecord : IDisposable
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly JsonEncodedText[] _names;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;
    private int _next;

    /// <summary>A name that the header has twice gets <c>_2</c> behind it, an empty one becomes <c>column_3</c>.</summary>
    public TableRecord(IReadOnlyList<string> header)
    {
        Columns = Unique(header);
        _names = [.. Columns.Select(name => JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping))];
        _writer = new Utf8JsonWriter(_buffer, Relaxed);
    }

    public IReadOnlyList<string> Columns { get; }

    public void Begin()
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        _writer.WriteStartObject();
        _next = 0;
    }

    public void Add(ReadOnlySpan<byte> cell) => _writer.WriteString(_names[_next++], cell);

    public void Add(ReadOnlySpan<char> cell) => _writer.WriteString(_names[_next++], cell);

    public ReadOnlyMemory<byte> End()
    {
        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    public void Dispose() => _writer.Dispose();

    private static List<string> Unique(IReadOnlyList<string> header)
    {
        var names = new List<string>(header.Count);
        var taken = new HashSet<string>(header, StringComparer.Ordinal);
        var given = new HashSet<string>(StringComparer.Ordinal);
        // Where the search for a free number goes on: a header of one name ten thousand times must not take ten thousand searches from 2.
        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var written in header)
        {
            var name = written.Length > 0 ? written : $"column_{names.Count + 1}";
            if (!given.Add(name))
            {
                var number = next.GetValueOrDefault(name, 2);
                while (!taken.Add($"{name}_{number}"))
                    number++;
                next[name] = number + 1;
                name = $"{name}_{number}";
                given.Add(name);
            }

            names.Add(name);
        }

        return names;
    }
}
