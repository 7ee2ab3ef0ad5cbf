namespace Nightshift.Intake.Reading;

/// <summary>One JSON value a line, checked, and in memory of its own.</summary>
internal sealed class JsonlRecordReader(Stream utf8, InputSource source) : RecordReader
{
    private readonly LineReader _lines = new(utf8, source);
    private readonly JsonRecord _record = new();

    public override InputFormat Format => InputFormat.Jsonl;

    public override IReadOnlyList<string> Columns => _record.Columns;

    public override bool TryRead(out InputRecord record)
    {
        if (!_lines.TryRead(out record))
            return false;
        if (record.Fault is null)
            record = _record.Read(record.Line, record.Json.Span);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _lines.Dispose();
    }
}
