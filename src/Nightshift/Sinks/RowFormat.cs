using System.Buffers;
using Nightshift.Model;

namespace Nightshift.Sinks;

/// <summary>How a row becomes bytes. One writer's own: it keeps scratch space between rows.</summary>
internal abstract class RowFormat
{
    /// <summary>The target's format.</summary>
    /// <exception cref="OutputException">The target's format cannot be told.</exception>
    public static RowFormat Create(OutputTarget target, OutputShape shape) => target.ResolvedFormat switch
    {
        OutputFormat.Csv => new CsvFormat(shape, target.Delimiter, target.Bom, target.CsvRaw),
        OutputFormat.Jsonl => new JsonlFormat(shape),
        OutputFormat.OpenAi => new OpenAiFormat(),
        var format => throw new ArgumentOutOfRangeException(nameof(target), format, "not an output format"),
    };

    /// <summary>Writes what stands before the first row.</summary>
    public virtual void WriteHead(ArrayBufferWriter<byte> output)
    {
    }

    /// <summary>Writes one row with its line end.</summary>
    public abstract void WriteRow(ArrayBufferWriter<byte> output, RowResult row);
}
