using System.Text.Json;
using Nightshift.Intake;
using Nightshift.Intake.Reading;

namespace Nightshift.Analysis.Logs;

/// <summary>
/// JSON documents one after another, with line breaks wherever: answers of an API as they were saved. After a broken one it cannot be told
/// where the next begins, so it is the last.
/// </summary>
internal sealed class DocumentReader(Stream utf8, InputSource source, string? member) : RecordReader
{
    private readonly JsonElements _documents = new(utf8, member, isSequence: true);
    private bool _isBroken;

    public override InputFormat Format => InputFormat.JsonArray;

    public override IReadOnlyList<string> Columns => [];

    public override bool TryRead(out InputRecord record)
    {
        record = default;
        if (_isBroken)
            return false;
        try
        {
            if (!_documents.TryRead(out var line, out var document))
                return false;
            record = new InputRecord(line, document);
            return true;
        }
        catch (JsonException e)
        {
            _isBroken = true;
            record = new InputRecord(_documents.Line, default, $"breaks off here, and nothing after it can be read: {JsonFault.Sentence(e)}");
            return true;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new InputException($"{source.DisplayName} cannot be read after line {_documents.Line}: {e.Message}", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            utf8.Dispose();
    }
}
