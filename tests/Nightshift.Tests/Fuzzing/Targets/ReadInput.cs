using System.Text;
using Nightshift.Intake;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>What a reader made of an input: its records, its columns, and the sentence with which it refused the rest.</summary>
internal sealed class ReadInput
{
    public List<InputRecord> Records { get; } = [];

    public IReadOnlyList<string> Columns { get; private set; } = [];

    public string? Refusal { get; private set; }

    public void Read(Stream stream, InputSource source)
    {
        Records.Clear();
        (Columns, Refusal) = ([], null);
        try
        {
            using var reader = InputFile.Open(stream, source);
            Columns = reader.Columns;
            while (reader.TryRead(out var record))
                Records.Add(record);
        }
        catch (InputException e)
        {
            Refusal = e.Message;
        }
        catch (InvalidDataException e)
        {
            // A gzip that is broken at its very beginning: opening a file makes it an InputException, opening a stream does not.
            Refusal = e.Message;
        }
    }

    public bool IsSameAs(ReadInput other)
    {
        if (!HasSameShape(other))
            return false;
        for (var i = 0; i < Records.Count; i++)
        {
            if (!AreSame(Records[i], other.Records[i]) || Records[i].Fault != other.Records[i].Fault)
                return false;
        }

        return true;
    }

    /// <summary>As <see cref="IsSameAs"/>, but for the first record, and for the parser's own words in a fault: it quotes as much as its buffer holds.</summary>
    public bool IsSameBehind(ReadInput other)
    {
        if (!HasSameShape(other))
            return false;
        for (var i = 1; i < Records.Count; i++)
        {
            if (!AreSame(Records[i], other.Records[i]) || OwnWords(Records[i]) != OwnWords(other.Records[i]))
                return false;
        }

        return true;
    }

    public override string ToString()
    {
        var text = new StringBuilder($"columns {string.Join('|', Columns)}, refusal {Refusal ?? "none"}");
        foreach (var record in Records.Take(8))
            text.Append($"\n  line {record.Line}: {record.Fault ?? Encoding.UTF8.GetString(record.Json.Span[..Math.Min(record.Json.Length, 300)])}");
        return text.ToString();
    }

    private static bool AreSame(InputRecord one, InputRecord other) => one.Line == other.Line && one.Json.Span.SequenceEqual(other.Json.Span);

    private static string? OwnWords(InputRecord record) => record.Fault?.Split(": ")[0];

    private bool HasSameShape(ReadInput other) =>
        Refusal == other.Refusal && Records.Count == other.Records.Count && Columns.SequenceEqual(other.Columns);
}
