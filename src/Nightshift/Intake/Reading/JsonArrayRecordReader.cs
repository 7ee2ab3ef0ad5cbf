using System.Text.Json;

namespace Nightshift.Intake.Reading;

/// <summary>
/// One JSON array, element by element. Where it breaks off, the elements before are good, and one bad record says where.
/// </summary>
internal sealed class JsonArrayRecordReader(Stream utf8, InputSource source) : RecordReader
{
    private const int FirstSize = 64 * 1024;
    private readonly JsonRecord _record = new();
    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;
    private long _line = 1;
    private bool _isAtEnd;
    private bool _isDone;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = JsonRecord.MaxDepth + 1 });

    public override InputFormat Format => InputFormat.JsonArray;

    public override IReadOnlyList<string> Columns => _record.Columns;

    public override bool TryRead(out InputRecord record)
    {
        record = default;
        try
        {
            while (!_isDone)
            {
                switch (Next(ref record))
                {
                    case Step.Record:
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
        catch (JsonException e)
        {
            _isDone = true;
            record = new InputRecord(_line, default, $"breaks the array here, and nothing after it can be read: {JsonFault.Sentence(e)}");
            return true;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new InputException($"{source.DisplayName} cannot be read after line {_line}: {e.Message}", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            utf8.Dispose();
    }

    private Step Next(ref InputRecord record)
    {
        var json = _buffer.AsSpan(_start, _end - _start);
        var reader = new Utf8JsonReader(json, _isAtEnd, _state);
        if (!reader.Read())
            return _isAtEnd ? Step.End : Step.NeedsMore;
        if (reader.CurrentDepth == 0)
        {
            Consume(ref reader, json);
            return Step.Bracket;
        }

        var begins = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            if (json.Length - begins > RecordReader.MaxRecordBytes)
                throw new JsonException($"the element is larger than {MaxRecordBytes / (1024 * 1024)} MB");
            return Step.NeedsMore;
        }

        // A number that touches the end of what is here may go on in what comes.
        if (reader.TokenType == JsonTokenType.Number && reader.BytesConsumed == json.Length && !_isAtEnd)
            return Step.NeedsMore;
        var element = json[begins..(int)reader.BytesConsumed];
        record = _record.Read(_line + json[..begins].Count((byte)'\n'), element);
        Consume(ref reader, json);
        return Step.Record;
    }

    private void Consume(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        _line += json[..(int)reader.BytesConsumed].Count((byte)'\n');
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
        Record,
        Bracket,
        NeedsMore,
        End,
    }
}
