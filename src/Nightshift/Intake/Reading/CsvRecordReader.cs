using System.Text;
using CsvHelper;

namespace Nightshift.Intake.Reading;

/// <summary>
/// Separated values of any dialect: the separator is told from the first lines, quotes may hold separators and line breaks, cells are
/// taken as they are. The first record is the header.
/// </summary>
internal sealed class CsvRecordReader : RecordReader
{
    private readonly InputSource _source;
    private readonly CsvReader _csv;
    private readonly TableRecord _record;
    private CsvMalformedRecord? _malformed;

    public CsvRecordReader(Stream stream, Encoding encoding, InputSource source)
    {
        _source = source;
        _csv = CsvReader.Create(
            stream,
            new CsvReaderOptions
            {
                Separator = source.Delimiter,
                HasHeader = false,
                Encoding = encoding,
                TrackLineNumbers = true,
                MaxRecordSize = MaxRecordBytes,
                OnMalformedRecord = record => _malformed = record,
            },
            leaveOpen: false);
        _record = new TableRecord(Header());
    }

    public override InputFormat Format => InputFormat.Csv;

    public override IReadOnlyList<string> Columns => _record.Columns;

    public override bool TryRead(out InputRecord record)
    {
        record = default;
        _malformed = null;
        if (!Advance())
            return false;
        record = Fault() is { } fault ? new InputRecord(_csv.LineNumber, default, fault) : new InputRecord(_csv.LineNumber, Cells());
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _csv.Dispose();
        _record.Dispose();
    }

    private bool Advance()
    {
        try
        {
            return _csv.Read();
        }
        catch (CsvFormatException e)
        {
            throw new InputException(
                $"{_source.DisplayName}: the record after line {_csv.LineNumber} is longer than {MaxRecordBytes / (1024 * 1024)} MB; is a closing quote missing?", e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new InputException($"{_source.DisplayName} cannot be read after line {_csv.LineNumber}: {e.Message}", e);
        }
    }

    /// <summary>Without a header that can be trusted no cell has a name.</summary>
    private List<string> Header()
    {
        var names = new List<string>();
        if (!Advance())
            return names;
        if (Malformed() is { } fault)
        {
            _csv.Dispose();
            throw new InputException($"{_source.DisplayName}: the header (line 1) {fault}");
        }

        for (var column = 0; column < _csv.FieldCount; column++)
            names.Add(_csv.GetString(column));
        return names;
    }

    private string? Fault()
    {
        if (Malformed() is { } fault)
            return fault;
        var isTrailing = _csv.FieldCount == Columns.Count + 1 && _csv.GetSpan(Columns.Count).IsEmpty;
        return _csv.FieldCount != Columns.Count && !isTrailing
            ? $"has {_csv.FieldCount} cell{(_csv.FieldCount == 1 ? "" : "s")}, and the header has {Columns.Count}"
            : null;
    }

    private string? Malformed()
    {
        if (_malformed is { Reason: CsvMalformedReason.UnterminatedQuote })
            return "opens a quote that is never closed; everything after it belongs to that cell";
        if (_malformed is { Reason: CsvMalformedReason.TextAfterClosingQuote })
            return "has text after a closing quote; a quote within a quoted cell is written twice";
        return System.Text.Unicode.Utf8.IsValid(_csv.RawRecord)
            ? null
            : "is not valid UTF-8; if the file has another encoding, name it, for example with --encoding windows-1252";
    }

    private ReadOnlyMemory<byte> Cells()
    {
        _record.Begin();
        for (var column = 0; column < Columns.Count; column++)
            _record.Add(_csv.GetSpan(column));
        return _record.End();
    }
}
