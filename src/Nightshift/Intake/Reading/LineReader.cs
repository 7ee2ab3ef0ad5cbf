namespace Nightshift.Intake.Reading;

/// <summary>
/// Lines as they lie in the buffer, neither copied nor checked: whoever reads them finds what is wrong. They end at the byte <c>\n</c> alone:
/// U+2028 and its like are text. Blank ones are passed over. <see cref="JsonlRecordReader"/>, which checks and keeps its records, takes half as
/// long again for each (1,000,000 lines of 524 bytes, 2026-11-21).
/// </summary>
internal sealed class LineReader(Stream utf8, InputSource source) : RecordReader
{
    private readonly LineBuffer _lines = new(utf8, MaxRecordBytes);

    public override InputFormat Format => InputFormat.Jsonl;

    public override IReadOnlyList<string> Columns => [];

    /// <summary>The next line; its bytes are valid until the call after.</summary>
    public override bool TryRead(out InputRecord record)
    {
        try
        {
            while (_lines.TryRead(out var line))
            {
                if (!_lines.IsOverlong && line.Trim(" \t\r"u8).IsEmpty)
                    continue;
                record = _lines.IsOverlong
                    ? new InputRecord(_lines.Number, default, $"is longer than {MaxRecordBytes / (1024 * 1024)} MB")
                    : new InputRecord(_lines.Number, _lines.Line);
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
