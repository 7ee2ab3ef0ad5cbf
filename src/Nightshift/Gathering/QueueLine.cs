using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nightshift.Intake;
using Nightshift.Model;

namespace Nightshift.Gathering;

/// <summary>A request as a lot keeps it: its row on one line, with its id in its column.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Json">Its row, without a line break.</param>
internal readonly record struct QueueLine(string Id, ReadOnlyMemory<byte> Json)
{
    private const int LongestId = 256;
    private static readonly JsonWriterOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The line of a request.</summary>
    /// <exception cref="QueueException">The row or its id cannot be used.</exception>
    public static QueueLine Of(QueueRequest request, QueueDefinition definition, Func<string> newId)
    {
        if (request.Row.Length > RecordReader.MaxRecordBytes)
            throw Refusal(request, $"is longer than {RecordReader.MaxRecordBytes / (1024 * 1024)} MB");
        if (!RecordView.TryParse(request.Row, out var view, out var fault))
            throw Refusal(request, fault);
        using (view)
        {
            var own = OwnId(view, request, definition.Column);
            if (own is not null && request.Id is not null && own != request.Id)
                throw Refusal(request, $"has the id '{own}' in its column '{definition.Column}', and is called '{request.Id}'");
            var id = own ?? request.Id;
            if (id is null && definition.IdColumn is { } column)
                throw Refusal(request, $"has nothing in '{column}', where this queue's requests have their ids");
            id ??= newId();
            if (id.Length > LongestId || id.Any(char.IsControl))
                throw Refusal(request, $"has an id of other than 1 to {LongestId} visible letters");
            var isAsItIs = own is not null && request.Row.Span.IndexOfAny((byte)'\n', (byte)'\r') < 0;
            return new QueueLine(id, isAsItIs ? Trimmed(request.Row) : Written(view, definition.Column, own is null ? id : null));
        }
    }

    /// <summary>The id of a line; null when it has none that can be read.</summary>
    public static string? IdOf(ReadOnlyMemory<byte> line, string column)
    {
        if (!RecordView.TryParse(line, out var view, out _))
            return null;
        using (view)
            return view.TryGetText(column, out var id) ? id : null;
    }

    /// <summary>Sixteen bytes in place of a text: what ids and rows are told apart by.</summary>
    public static UInt128 HashOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <inheritdoc cref="HashOf(ReadOnlySpan{byte})"/>
    public static UInt128 HashOf(string text) => HashOf(Encoding.UTF8.GetBytes(text));

    /// <summary>How messages call a request.</summary>
    public static QueueException Refusal(long? line, string fault) =>
        new($"{(line is { } known ? $"line {known}" : "the request")} {fault}; nothing was taken");

    private static QueueException Refusal(QueueRequest request, string fault) => Refusal(request.Line, fault);

    private static string? OwnId(RecordView view, QueueRequest request, string column)
    {
        if (!view.TryGet(column, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String or JsonValueKind.Number => RecordView.TextOf(value) is { Length: > 0 } id ? id : null,
            _ => throw Refusal(request, $"has in its column '{column}' neither a text nor a number, and cannot be asked about by it"),
        };
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> row) => row.Trim(" \t"u8);

    /// <summary>The row on one line, with this id at its head; with null its own stays where it is.</summary>
    private static ReadOnlyMemory<byte> Written(RecordView view, string column, string? id)
    {
        var buffer = new ArrayBufferWriter<byte>(view.Json.Length + LongestId);
        using (var json = new Utf8JsonWriter(buffer, Legible))
        {
            json.WriteStartObject();
            if (id is not null)
                json.WriteString(column, id);
            foreach (var member in view.Root.EnumerateObject())
            {
                if (id is null || !member.NameEquals(column))
                    member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
