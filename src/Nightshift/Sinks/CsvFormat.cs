using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Nightshift.Model;

namespace Nightshift.Sinks;

/// <summary>The input's cells as they were, the answer's, and what became of the row.</summary>
internal sealed class CsvFormat(OutputShape shape, byte delimiter, bool bom, bool raw) : RowFormat
{
    private readonly CsvLine _line = new(delimiter);
    private readonly ObjectCells _input = new(shape.InputColumns);
    private readonly ObjectCells _answer = new(shape.AnswerProperties);
    private readonly ArrayBufferWriter<byte> _text = new();

    public override void WriteHead(ArrayBufferWriter<byte> output)
    {
        if (bom)
            output.Write(Encoding.UTF8.Preamble);
        foreach (var column in shape.Columns)
            _line.Write(output, column);
        _line.End(output);
    }

    public override void WriteRow(ArrayBufferWriter<byte> output, RowResult row)
    {
        WriteInput(output, row.Record.Span);
        WriteAnswer(output, row.Answer);
        _line.Write(output, RowWords.Status(row.State));
        _line.Write(output, row switch
        {
            { ErrorCode: { } code, Error: { } message } => $"{code}: {message}",
            _ => row.Error ?? row.ErrorCode ?? "",
        }, Guarded);
        _line.Write(output, row.Answer?.Model ?? "", Guarded);
        _line.Write(output, row.State == RowState.Succeeded ? RowWords.Mode(row.Mode) : "");
        WriteNumber(output, row.Usage.InputTokens);
        WriteNumber(output, row.Usage.OutputTokens);
        WriteUsd(output, row.CostUsd);
        _line.End(output);
    }

    private bool Guarded => !raw;

    private void WriteInput(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> record)
    {
        _input.TryFind(record);
        for (var column = 0; column < _input.Count; column++)
            _line.WriteJson(output, _input.Value(record, column));
    }

    private void WriteAnswer(ArrayBufferWriter<byte> output, Answer? answer)
    {
        _text.ResetWrittenCount();
        Encoding.UTF8.GetBytes(answer?.Output ?? "", _text);
        var text = _text.WrittenSpan;
        if (_answer.Count > 0 && _answer.TryFind(text))
        {
            for (var column = 0; column < _answer.Count; column++)
                _line.WriteJson(output, _answer.Value(text, column), Guarded);
            return;
        }

        // An answer that is not the object that was asked for is shown whole, rather than not at all.
        _line.Write(output, text, Guarded);
        for (var column = 1; column < _answer.Count; column++)
            _line.Write(output, []);
    }

    private void WriteNumber(ArrayBufferWriter<byte> output, long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var length);
        _line.Write(output, digits[..length]);
    }

    private void WriteUsd(ArrayBufferWriter<byte> output, decimal? usd)
    {
        Span<byte> digits = stackalloc byte[64];
        _line.Write(output, usd is { } known ? digits[..RowWords.FormatUsd(known, digits)] : []);
    }
}
