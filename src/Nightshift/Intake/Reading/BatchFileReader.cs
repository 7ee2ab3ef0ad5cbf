using System.Text.Json;

namespace Nightshift.Intake.Reading;

/// <summary>A provider's batch file: each line is checked for what a request line needs, and taken as it is.</summary>
internal sealed class BatchFileReader(JsonlRecordReader lines) : RecordReader
{
    private static readonly string[] Urls = ["/v1/chat/completions", "/chat/completions"];

    public override InputFormat Format => InputFormat.Batch;

    public override IReadOnlyList<string> Columns => lines.Columns;

    public override bool TryRead(out InputRecord record)
    {
        if (!lines.TryRead(out record))
            return false;
        if (record.Fault is null && Check(record.Json) is { } fault)
            record = record with { Fault = fault };
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            lines.Dispose();
    }

    private static string? Check(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var line = document.RootElement;
        if (Text(line, "custom_id") is not { Length: > 0 })
            return "has no custom_id (a text that is not empty)";
        if (Text(line, "method") is { } method and not "POST")
            return $"has the method '{Excerpt(method)}'; it must be POST";
        if (Text(line, "url") is not { } url)
            return "has no url";
        if (!Urls.Contains(url, StringComparer.Ordinal))
            return $"has the url '{Excerpt(url)}'; /v1/chat/completions is the one that is supported";
        return line.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Object ? null : "has no body (a JSON object)";
    }

    private static string? Text(JsonElement line, string member) =>
        line.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // What a stranger wrote, in a sentence of one line.
    private static string Excerpt(string said) => (said.Length > 80 ? $"{said[..(char.IsHighSurrogate(said[79]) ? 79 : 80)]}…" : said).ReplaceLineEndings(" ");
}
