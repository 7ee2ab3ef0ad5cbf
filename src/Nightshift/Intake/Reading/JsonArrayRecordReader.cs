using System.Text.Json;

namespace Nightshift.Intake.Reading;

/// <summary>
/// One JSON array, element by element. Where it breaks off, the elements before are good, and one bad record says where.
/// </summary>
internal sealed class JsonArrayRecordReader(Stream utf8, InputSource source) : RecordReader
{
    private readonly JsonElements _elements = new(utf8);
    private readonly JsonRecord _record = new();
    private bool _isBroken;

    public override InputFormat Format => InputFormat.JsonArray;

    public override IReadOnlyList<string> Columns => _record.Columns;

    public override bool TryRead(out InputRecord record)
    {
        record = default;
        if (_isBroken)
            return false;
        try
        {
            if (!_elements.TryRead(out var line, out var element))
                return false;
            record = _record.Read(line, element.Span);
            return true;
        }
        catch (JsonException e)
        {
            _isBroken = true;
            record = new InputRecord(_elements.Line, default, $"breaks the array here, and nothing after it can be read: {JsonFault.Sentence(e)}");
            return true;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new InputException($"{source.DisplayName} cannot be read after line {_elements.Line}: {e.Message}", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            utf8.Dispose();
    }
}
