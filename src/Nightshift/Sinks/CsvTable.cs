using System.Buffers;

namespace Nightshift.Sinks;

/// <summary>
/// A small table as CSV by RFC 4180, in UTF-8. Each text is kept from being a formula, whoever wrote it: a table of a report has no input
/// whose cells would have to stay as they were.
/// </summary>
public sealed class CsvTable
{
    private readonly CsvLine _line = new((byte)',');
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Adds a cell of text.</summary>
    public void Add(string text) => _line.Write(_bytes, text, guarded: true);

    /// <summary>Adds a number to its last digit, without an exponent: dollars, a share.</summary>
    public void AddNumber(decimal number)
    {
        Span<byte> digits = stackalloc byte[64];
        _line.Write(_bytes, digits[..RowWords.FormatUsd(number, digits)]);
    }

    /// <summary>Ends the row.</summary>
    public void EndRow() => _line.End(_bytes);

    /// <summary>Writes all rows.</summary>
    public void WriteTo(Stream output) => output.Write(_bytes.WrittenSpan);
}
