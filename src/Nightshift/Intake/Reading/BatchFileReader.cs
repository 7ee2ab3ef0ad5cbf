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
        return BatchLineRules.CheckId(line, "custom_id") ?? BatchLineRules.CheckMethod(line) ?? CheckUrl(line) ?? BatchLineRules.CheckBody(line, "body");
    }

    private static string? CheckUrl(JsonElement line)
    {
        if (BatchLineRules.Text(line, "url") is not { } url)
            return "has no url";
        return Urls.Contains(url, StringComparer.Ordinal) ? null : $"has the url '{BatchLineRules.Excerpt(url)}'; /v1/chat/completions is the one that is supported";
    }
}
