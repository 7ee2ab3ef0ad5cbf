using System.Text.Json;

namespace Nightshift.Intake.Reading;

/// <summary>Reads the elements of one JSON array out of a stream, in memory bounded by the largest.</summary>
/// <param name="utf8">The JSON text: the array, or an object with it.</param>
/// <param name="member">The object's only member, which is the array; null when the text is the array itself.</param>
/// <param name="isSequence">Whether there may be several texts, one after another; without a member each of them is an element itself.</param>
internal sealed class JsonElements(Stream utf8, string? member = null, bool isSequence = false)
{
    private const int FirstSize = 64 * 1024;
    private readonly int _depth = (member, isSequence) switch { (null, true) => 0, (null, false) => 1, _ => 2 };
    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private bool _isDone;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = JsonRecord.MaxDepth + (member is null ? 1 : 2), AllowMultipleValues = isSequence });

    /// <summary>The line that has been reached, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The next element and the line it begins in; valid until the next call. False at the end.</summary>
    /// <exception cref="JsonException">The text is not what it should be: nothing after <see cref="Line"/> can be read.</exception>
    public bool TryRead(out long line, out ReadOnlyMemory<byte> element)
    {
        (line, element) = (0, default);
        while (!_isDone)
        {
            switch (Next(ref line, ref element))
            {
                case Step.Element:
                    return true;
                case Step.NeedsMore:
                    Fill();
                    break;
                case Step.End:
                    _isDone = true;
                    break;
                default:
                    break;
            }
        }

        return false;
    }

    private Step Next(ref long line, ref ReadOnlyMemory<byte> element)
    {
        var json = _buffer.AsMemory(_start, _end - _start);
        var reader = new Utf8JsonReader(json.Span, _isAtEnd, _state);
        if (!reader.Read())
            return _isAtEnd ? Step.End : Step.NeedsMore;
        if (reader.CurrentDepth < _depth)
        {
            CheckFrame(ref reader);
            Consume(ref reader, json.Span);
            return Step.Frame;
        }

        var begins = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            if (json.Length - begins > RecordReader.MaxRecordBytes)
                throw new JsonException($"the element is larger than {RecordReader.MaxRecordBytes / (1024 * 1024)} MB");
            return Step.NeedsMore;
        }

        // A number that touches the end of what is here may go on in what comes.
        if (reader.TokenType == JsonTokenType.Number && reader.BytesConsumed == json.Length && !_isAtEnd)
            return Step.NeedsMore;
        element = json[begins..(int)reader.BytesConsumed];
        line = Line + json.Span[..begins].Count((byte)'\n');
        Consume(ref reader, json.Span);
        return Step.Element;
    }

    /// <summary>What stands around the array.</summary>
    private void CheckFrame(ref Utf8JsonReader reader)
    {
        if (member is null || reader.CurrentDepth == 0 || reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
            return;
        if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(member))
            throw new JsonException($"only the array '{member}' belongs into the object");
    }

    private void Consume(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        Line += json[..(int)reader.BytesConsumed].Count((byte)'\n');
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        // As much as there is room for: an element that does not fit yet is looked at again from its beginning.
        var read = utf8.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        _end += read;
        _isAtEnd = _end < _buffer.Length;
    }

    private enum Step
    {
        Element,
        Frame,
        NeedsMore,
        End,
    }
}
