using System.Text.Json;
using Nightshift.Validation;

namespace Nightshift.Cli.Display;

/// <summary>The same for machines.</summary>
internal static class ValidationJson
{
    /// <summary>The stable word for a kind of fault.</summary>
    public static string Word(FaultKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    public static void Write(BatchFileReport report, string path) => JsonOutput.Print(json =>
    {
        json.WriteStartObject();
        json.WriteString("file", path);
        json.WriteString("format", report.Format.Name);
        json.WriteBoolean("ok", report.IsClean);
        json.WriteNumber("rows", report.Rows);
        json.WriteNumber("bytes", report.Bytes);
        WriteCounts(json, "models", report.Models);
        WriteCounts(json, "endpoints", report.Urls);
        json.WriteNumber("estimated_input_tokens", report.InputTokens);
        WriteCounts(json, "fault_counts", report.Faults.Counts.Select(count => KeyValuePair.Create(Word(count.Key), count.Value)));
        json.WriteStartArray("faults");
        foreach (var fault in report.Faults.Shown)
            WriteFault(json, fault);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteFault(Utf8JsonWriter json, FileFault fault)
    {
        json.WriteStartObject();
        if (fault.Line == 0)
            json.WriteNull("line");
        else
            json.WriteNumber("line", fault.Line);
        json.WriteString("kind", Word(fault.Kind));
        json.WriteString("message", fault.Sentence);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, long>> counts)
    {
        json.WriteStartObject(name);
        foreach (var (word, count) in counts)
            json.WriteNumber(word, count);
        json.WriteEndObject();
    }
}
