using System.Text.Json;
using Nightshift.Intake;
using Nightshift.Intake.Reading;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Validation;

/// <summary>What a file's beginning tells of all of it: what it is, and what its other lines are held against.</summary>
internal sealed record FileHead
{
    /// <summary>Bytes that are looked at, beside the line that ends behind them.</summary>
    private const int Enough = 1 << 20;

    private const int Beginning = 512;

    /// <summary>What is in the way of reading it as text; null when nothing is.</summary>
    public string? NotText { get; private init; }

    /// <summary>Bytes of a byte order mark.</summary>
    public int MarkBytes { get; private init; }

    /// <summary>Whether it is Anthropic's one JSON body in place of lines.</summary>
    public bool IsOneBody { get; private init; }

    /// <summary>The format that the first line shows.</summary>
    public BatchFileFormat Format { get; private init; } = BatchFileFormats.OpenAi;

    /// <summary>The first model that is named; null when none is.</summary>
    public string? Model { get; private init; }

    /// <summary>The first url that is named; null when none is.</summary>
    public string? Url { get; private init; }

    /// <summary>Reads it.</summary>
    /// <param name="file">At its beginning; it is left anywhere.</param>
    /// <param name="given">The format that the user named; null when the file is to show it.</param>
    public static FileHead Read(Stream file, BatchFileFormat? given)
    {
        Span<byte> beginning = stackalloc byte[Beginning];
        beginning = beginning[..file.ReadAtLeast(beginning, Beginning, throwOnEndOfStream: false)];
        var found = new FileHead { Format = given ?? BatchFileFormats.OpenAi };
        switch (beginning)
        {
            case [0x1f, 0x8b, ..]:
                return found with { NotText = "is compressed; unpack it (gunzip) before it is sent" };
            case [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]:
                return found with { NotText = "is UTF-16; save it as UTF-8 without a byte order mark" };
            case [0xEF, 0xBB, 0xBF, ..]:
                found = found with { MarkBytes = 3 };
                break;
            default:
                break;
        }

        if (given is null or { Body: BodyShape.Messages } && BeginsOneBody(beginning[found.MarkBytes..]))
            return found with { IsOneBody = true, Format = BatchFileFormats.Anthropic };
        file.Position = found.MarkBytes;
        return found.ReadLines(new LineBuffer(file, RecordReader.MaxRecordBytes), hasFormat: given is not null);
    }

    private FileHead ReadLines(LineBuffer lines, bool hasFormat)
    {
        var found = this;
        while (found.LacksSomething && lines.Position < Enough && lines.TryRead(out _))
        {
            if (TryParse(lines.Line) is not { } document)
                continue;
            using (document)
            {
                var root = document.RootElement;
                found = hasFormat ? found : found with { Format = FormatOf(root) };
                hasFormat = true;
                var hasBody = root.TryGetProperty(found.Format.BodyMember, out var body) && body.ValueKind == JsonValueKind.Object;
                found = found with
                {
                    Url = found.Url ?? BatchLineRules.Text(root, "url"),
                    Model = found.Model ?? (hasBody ? ChatRequestRules.ModelOf(body) : null),
                };
            }
        }

        return found;
    }

    private bool LacksSomething => Model is null || (Url is null && Format.NeedsUrl);

    private static bool BeginsOneBody(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, default);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("requests"u8)
                && reader.Read() && reader.TokenType == JsonTokenType.StartArray;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonDocument? TryParse(ReadOnlyMemory<byte> line)
    {
        try
        {
            var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object && !HalfSurrogate.IsInJson(line.Span))
                return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Mistral's lines are Together's and Fireworks' too: they differ in limits alone.
    private static BatchFileFormat FormatOf(JsonElement line) => BatchLineRules.Text(line, "url") switch
    {
        _ when line.TryGetProperty("params", out _) => BatchFileFormats.Anthropic,
        _ when line.TryGetProperty("request", out _) => BatchFileFormats.Gemini,
        null when line.TryGetProperty("body", out _) && !line.TryGetProperty("method", out _) => BatchFileFormats.Mistral,
        "/chat/completions" => BatchFileFormats.Find("azure")!,
        "/v1/chat/ds-test" => BatchFileFormats.DashScope,
        ['/', 'v', '4', '/', ..] => BatchFileFormats.Zhipu,
        _ => BatchFileFormats.OpenAi,
    };
}
