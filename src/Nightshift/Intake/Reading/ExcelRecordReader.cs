using System.Data;
using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace Nightshift.Intake.Reading;

/// <summary>One sheet of an Excel workbook. The first row with anything in it is the header; dates are ISO 8601, numbers invariant.</summary>
internal sealed class ExcelRecordReader : RecordReader
{
    private readonly InputSource _source;
    private readonly Stream _file;
    private readonly IExcelDataReader _excel;
    private readonly TableRecord _record;
    private long _row;

    public ExcelRecordReader(Stream stream, InputSource source)
    {
        // Workbooks of before 2007 say their texts in code pages.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        _source = source;
        _file = Seekable(stream, source);
        try
        {
            _excel = ExcelReaderFactory.CreateReader(_file);
            GoToSheet();
            _record = new TableRecord(ReadHeader());
        }
        catch (Exception e)
        {
            _excel?.Dispose();
            _file.Dispose();
            // A workbook is a zip of XML, or older than that: what is broken in it shows as any exception there is.
            throw e as InputException ?? new InputException($"{source.DisplayName} is not a workbook that can be read: {e.Message}", e);
        }
    }

    public override InputFormat Format => InputFormat.Excel;

    public override IReadOnlyList<string> Columns => _record.Columns;

    public override bool TryRead(out InputRecord record)
    {
        while (Advance())
        {
            if (IsBlank())
                continue;
            _record.Begin();
            for (var column = 0; column < Columns.Count; column++)
                _record.Add(column < _excel.FieldCount ? Text(column) : "");
            record = new InputRecord(_row, _record.End());
            return true;
        }

        record = default;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _excel.Dispose();
        _record.Dispose();
        _file.Dispose();
    }

    private bool Advance()
    {
        try
        {
            _row++;
            return _excel.Read();
        }
        catch (Exception e)
        {
            throw new InputException($"{_source.DisplayName} cannot be read at row {_row}: {e.Message}", e);
        }
    }

    private void GoToSheet()
    {
        if (_source.Sheet is not { } wanted)
            return;
        var sheets = new List<string>();
        do
        {
            if (_excel.Name == wanted)
                return;
            sheets.Add(_excel.Name);
        }
        while (_excel.NextResult());
        throw new InputException($"{_source.DisplayName} has no sheet '{wanted}'{NearestName.Hint(wanted, sheets)} (it has: {string.Join(", ", sheets)})");
    }

    private List<string> ReadHeader()
    {
        while (Advance())
        {
            if (IsBlank())
                continue;
            var names = Enumerable.Range(0, _excel.FieldCount).Select(Text).ToList();
            while (names is [.., ""])
                names.RemoveAt(names.Count - 1);
            return names;
        }

        return [];
    }

    private bool IsBlank()
    {
        for (var column = 0; column < _excel.FieldCount; column++)
        {
            if (Text(column).Length > 0)
                return false;
        }

        return true;
    }

    private string Text(int column) => _excel.GetValue(column) switch
    {
        null => "",
        string text => text,
        bool truth => truth ? "true" : "false",
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    /// <summary>The reader jumps about in the file: what cannot (gzip) is put beside it for the time being.</summary>
    private static FileStream Seekable(Stream stream, InputSource source)
    {
        if (stream is HeadStream { IsWholeFile: true })
        {
            stream.Dispose();
            return File.OpenRead(source.Path);
        }

        var copy = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        using (stream)
            stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
