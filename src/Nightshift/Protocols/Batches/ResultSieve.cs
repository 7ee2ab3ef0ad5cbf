using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Nightshift.Protocols.Batches;

/// <summary>
/// Takes a JSON document apart as it comes: the items of an array go on as lines, the rest is kept. Results that stand within a batch
/// object need no more memory than the largest of them. Not safe for two threads.
/// </summary>
/// <param name="member">The name of the array. Where several have it, the first one with items is taken: Gemini gives its results twice.</param>
/// <param name="to">Where the lines go.</param>
internal sealed class ResultSieve(string member, Stream to) : WriteOnlyStream
{
    /// <summary>How deep a document may be: answers are within it, and may be deep themselves.</summary>
    public const int MaxDepth = 128;

    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly ArrayBufferWriter<byte> _rest = new();
    private readonly byte[] _member = Encoding.UTF8.GetBytes(member);
    private byte[] _pending = new byte[16 * 1024];
    private int _filled;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaxDepth });
    private Place _place;
    private int _array;
    private int? _taken;

    private enum Place
    {
        Outside,
        Named,
        Inside,
    }

    /// <summary>The document without the items of such arrays.</summary>
    public ReadOnlyMemory<byte> Rest => _rest.WrittenMemory;

    /// <summary>Bytes of lines.</summary>
    public long Written { get; private set; }

    /// <summary>Whether the document came to its end.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Takes what is whole, and keeps the beginning of what is not.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidDataException">An item, or the rest, is larger than an answer may be.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Keep(buffer.Span);
        Take();
        if (_lines.WrittenCount == 0)
            return;
        await to.WriteAsync(_lines.WrittenMemory, cancellationToken);
        Written += _lines.WrittenCount;
        _lines.ResetWrittenCount();
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_filled + bytes.Length > AnswerBody.MaxBytes || _rest.WrittenCount > AnswerBody.MaxBytes)
            throw new InvalidDataException($"a part of the answer is larger than {AnswerBody.MaxBytes / (1024 * 1024)} MB");
        if (_filled + bytes.Length > _pending.Length)
            Array.Resize(ref _pending, Math.Max(_pending.Length * 2, _filled + bytes.Length));
        bytes.CopyTo(_pending.AsSpan(_filled));
        _filled += bytes.Length;
    }

    private void Take()
    {
        var bytes = _pending.AsSpan(0, _filled);
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, _state);
        var used = 0;
        while (true)
        {
            var before = reader;
            if (!reader.Read())
                break;
            if (_place == Place.Inside && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                {
                    reader = before;
                    break;
                }

                Item(bytes[start..(int)reader.BytesConsumed]);
            }
            else
            {
                _rest.Write(bytes[used..(int)reader.BytesConsumed]);
                Follow(ref reader);
            }

            used = (int)reader.BytesConsumed;
        }

        _state = reader.CurrentState;
        bytes[used..].CopyTo(bytes);
        _filled -= used;
    }

    private void Follow(ref Utf8JsonReader reader)
    {
        (_place, _array) = reader.TokenType switch
        {
            JsonTokenType.PropertyName when reader.ValueTextEquals(_member) => (Place.Named, _array),
            JsonTokenType.StartArray when _place == Place.Named => (Place.Inside, _array + 1),
            _ => (Place.Outside, _array),
        };
        IsWhole = reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
    }

    private void Item(ReadOnlySpan<byte> item)
    {
        _taken ??= _array;
        if (_taken != _array)
            return;
        BodyLine.Write(_lines, item);
        _lines.Write("\n"u8);
    }
}
