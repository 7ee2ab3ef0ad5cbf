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
        foreach (var given in header)
        {
            var name = given.Length > 0 ? given : $"column_{names.Count + 1}";
            if (names.Contains(name, StringComparer.Ordinal))
            {
                var number = 2;
                while (!taken.Add($"{name}_{number}"))
                    number++;
                name = $"{name}_{number}";
            }

            names.Add(name);
        }

        return names;
    }
}
