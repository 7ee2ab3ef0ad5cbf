using System.Globalization;
using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Mistral;

/// <summary>Mistral's files: uploads of purpose batch, results with a sample type that says which.</summary>
internal static class MistralFiles
{
    private const int UsualPage = 100;
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    public static Refusal? Upload(DialectCall call)
    {
        if (call.Spooled is not { } body)
            return new(422, "invalid_request_error", "file: Field required");
        var purpose = call.Fields.GetValueOrDefault("purpose", "fine-tune");
        var plan = call.Plan(CallKind.Upload, twist => twist is BatchTwist.FileHiddenFromList);
        var file = call.Keep(Ids.Uuid(call.Provider.NextThing()), body.Name ?? "file", purpose, body, Life, plan);
        Write(call.Json, file);
        return null;
    }

    public static Refusal? Show(DialectCall call)
    {
        if (call.Account.FindFile(call.Path[1], call.Key) is not { } file)
            return Unknown;
        Write(call.Json, file);
        return null;
    }

    public static Refusal? Send(DialectCall call)
    {
        if (call.Account.FindFile(call.Path[1], call.Key) is not { } file)
            return Unknown;
        call.Send(file);
        return null;
    }

    public static Refusal? Url(DialectCall call)
    {
        if (call.Account.FindFile(call.Path[1], call.Key) is not { } file)
            return Unknown;
        call.Json.WriteStartObject();
        call.Json.WriteString("url"u8, $"{call.OwnAddress}/signed/{file.Id}");
        call.Json.WriteEndObject();
        return null;
    }

    public static Refusal? SendSigned(DialectCall call) => Send(call);

    public static Refusal? Delete(DialectCall call)
    {
        if (call.Account.FindFile(call.Path[1], call.Key) is not { } file)
            return Unknown;
        call.Delete(file);
        call.Json.WriteStartObject();
        call.Json.WriteString("id"u8, file.Id);
        call.Json.WriteString("object"u8, "file"u8);
        call.Json.WriteBoolean("deleted"u8, true);
        call.Json.WriteEndObject();
        return null;
    }

    public static Refusal? List(DialectCall call)
    {
        var files = call.Account.ListFiles(call.Key)
            .Where(file => call.Query("purpose") is not { } purpose || Purpose(file) == purpose)
            .Where(file => call.Query("sample_type") is not { } type || SampleType(file) == type)
            .Where(file => call.Query("search") is not { } text || file.Name.Contains(text, StringComparison.Ordinal))
            .ToList();
        var (page, size) = Pages(call, UsualPage);
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("data"u8);
        foreach (var file in files.Skip(page * size).Take(size))
            Write(call.Json, file);
        call.Json.WriteEndArray();
        call.Json.WriteString("object"u8, "list"u8);
        call.Json.WriteNumber("total"u8, files.Count);
        call.Json.WriteEndObject();
        return null;
    }

    /// <summary>Lists come by page number, from 0.</summary>
    public static (int Page, int Size) Pages(DialectCall call, int usual) => (Number(call.Query("page"), 0), Math.Max(1, Number(call.Query("page_size"), usual)));

    private static Refusal Unknown => new(404, "invalid_request_file", "No file matches the given query.");

    private static int Number(string? text, int usual) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : usual;

    private static string Purpose(StoredFile file) => file.MadeBy is null ? file.Purpose : "batch";

    private static string SampleType(StoredFile file) => file.MadeBy is not null ? file.Purpose : file.Purpose == "batch" ? "batch_request" : "instruct";

    private static void Write(Utf8JsonWriter json, StoredFile file)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, file.Id);
        json.WriteString("object"u8, "file"u8);
        json.WriteNumber("bytes"u8, file.Bytes);
        json.WriteNumber("created_at"u8, file.CreatedAt.ToUnixTimeSeconds());
        json.WriteString("filename"u8, file.Name);
        json.WriteString("purpose"u8, Purpose(file));
        json.WriteString("sample_type"u8, SampleType(file));
        json.WriteNumber("num_lines"u8, JsonLines.Read(file.Path).Count(line => line.Length > 0));
        json.WriteString("mimetype"u8, "application/jsonl"u8);
        json.WriteString("source"u8, file.MadeBy is null ? "upload"u8 : "mistral"u8);
        json.WriteString("signature"u8, Convert.ToHexStringLower(file.Sha256.Take(16).ToArray()));
        json.WriteEndObject();
    }
}
