using System.Text;
using System.Text.Json;
using Nightshift.Intake;

namespace Nightshift.Tests.Intake.Reading;

/// <summary>Short words for reading an input in a test.</summary>
internal static class Reads
{
    public static List<InputRecord> All(byte[] content, string name = "in.csv", InputFormat? format = null, string? encoding = null, char? delimiter = null) =>
        All(new MemoryStream(content), new InputSource(name) { Format = format, Encoding = encoding, Delimiter = delimiter }, out _);

    public static List<InputRecord> All(string content, string name = "in.csv", InputFormat? format = null) => All(Encoding.UTF8.GetBytes(content), name, format);

    public static List<InputRecord> All(Stream content, InputSource source, out IReadOnlyList<string> columns)
    {
        using var reader = InputFile.Open(content, source);
        var records = new List<InputRecord>();
        while (reader.TryRead(out var record))
            records.Add(record);
        columns = [.. reader.Columns];
        return records;
    }

    /// <summary>The cells of a good record, in order; the fault of a bad one.</summary>
    public static string[] Cells(this InputRecord record)
    {
        if (record.Fault is { } fault)
            return [$"fault: {fault}"];
        using var json = JsonDocument.Parse(record.Json);
        return [.. json.RootElement.EnumerateObject().Select(cell => cell.Value.ToString())];
    }

    public static string Json(this InputRecord record) => Encoding.UTF8.GetString(record.Json.Span);
}
