namespace Nightshift.Intake.Reading;

/// <summary>One JSON value a line. Lines end at the byte <c>\n</c> alone: U+2028 and its like are text. Blank lines are passed over.</summary>
internal sealed class JsonlRecordReader(Stream utf8, InputSource source) : RecordReader
{
    private readonly LineBuffer _lines = new(utf8, MaxRecordBytes);
    private readonly JsonRecord _record = new();

    public override InputFormat Format => InputFormat.Jsonl;

    public override IReadOnlyList<string> Columns => _record.Columns;

    public override bool TryRead(out InputRecord record)
    {
        try
        {
            while (_lines.TryRead(out var line))
            {
                if (_lines.IsOverlong)
                {
                    record = new InputRecord(_lines.Number, default, $"is longer than {MaxRecordBytes / (1024 * 1024)} MB");
                    return true;
                }

                if (line.Trim(" \t\r"u8).IsEmpty)
                    continue;
                record = _record.Read(_lines.Number, line);
                return true;
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new InputException($"{source.DisplayName} cannot be read after line {_lines.Number}: {e.Message}", e);
        }

        record = default;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _lines.Dispose();
    }
}
