using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Together;

/// <summary>Together's files: announced and put into a store, or sent whole (together-python, 2025-12-23).</summary>
internal static class TogetherFiles
{
    private const string Purpose = "batch-api";

    /// <summary>Names the file; the bytes go to the address of the redirect, without the key.</summary>
    public static Refusal? Announce(DialectCall call)
    {
        if (CheckFields(call, call.Fields.GetValueOrDefault("file_name")) is { } refusal)
            return refusal;
        var id = "file-" + Ids.Uuid(call.Provider.NextThing());
        call.Reserve(id, call.Fields["file_name"], Purpose, mimeType: null, life: null, Plan(call));
        call.Reply.Status = 302;
        call.Reply.Add("location", $"{call.OwnAddress}/store/{id}?X-Amz-Signature=simulated");
        call.Reply.Add("x-together-file-id", id);
        return null;
    }

    public static Refusal? Upload(DialectCall call)
    {
        if (CheckFields(call, call.Fields.GetValueOrDefault("file_name") ?? call.Spooled?.Name) is { } refusal)
            return refusal;
        if (call.Spooled is not { } body)
            return Refusal.Invalid("file is required");
        Write(call.Json, call.Keep("file-" + Ids.Uuid(call.Provider.NextThing()), call.Fields.GetValueOrDefault("file_name") ?? body.Name ?? "", Purpose, body, life: null, Plan(call)));
        return null;
    }

    /// <summary>The store. A key together with a signature is refused, as S3 does: the client gave its key to another house.</summary>
    public static Refusal? Put(DialectCall call)
    {
        if (call.Key.Length > 0)
            return Refusal.Invalid("Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified");
        if (call.Account.Files.Find(call.Path[1]) is not { Whole: false } file)
            return new(403, "access_denied", "Access Denied");
        File.Move(call.Spooled!.Path, file.Path, overwrite: true);
        call.Spooled.IsKept = true;
        return null;
    }

    public static Refusal? Preprocess(DialectCall call)
    {
        if (call.Account.Files.Find(call.Path[1]) is not { Deleted: false } file || !File.Exists(file.Path))
            return Unknown(call.Path[1]);
        if (!file.Whole)
            call.Complete(file);
        Write(call.Json, file);
        return null;
    }

    public static Refusal? Show(DialectCall call)
    {
        if (call.Account.FindFile(call.Path[1], call.Key) is not { } file)
            return Unknown(call.Path[1]);
        Write(call.Json, file);
        return null;
    }

    public static Refusal? Send(DialectCall call)
    {
        if (call.Account.FindFile(call.Path[1], call.Key) is not { } file)
            return Unknown(call.Path[1]);
        call.Send(file);
        return null;
    }

    public static Refusal? Delete(DialectCall call)
    {
        if (call.Account.FindFile(call.Path[1], call.Key) is not { } file)
            return Unknown(call.Path[1]);
        call.Delete(file);
        call.Json.WriteStartObject();
        call.Json.WriteString("id"u8, file.Id);
        call.Json.WriteBoolean("deleted"u8, true);
        call.Json.WriteEndObject();
        return null;
    }

    public static Refusal? List(DialectCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("data"u8);
        foreach (var file in call.Account.ListFiles(call.Key))
            Write(call.Json, file);
        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return null;
    }

    private static BatchPlan Plan(DialectCall call) => call.Plan(CallKind.Upload, twist => twist is BatchTwist.FileHiddenFromList);

    private static Refusal? CheckFields(DialectCall call, string? name) =>
        call.Fields.GetValueOrDefault("purpose") != Purpose ? Refusal.Invalid($"purpose must be {Purpose}")
        : string.IsNullOrEmpty(name) ? Refusal.Invalid("file_name is required")
        : null;

    private static Refusal Unknown(string id) => new(404, "not_found", $"File not found: {id}");

    private static void Write(Utf8JsonWriter json, StoredFile file)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, file.Id);
        json.WriteString("object"u8, "file"u8);
        json.WriteNumber("created_at"u8, file.CreatedAt.ToUnixTimeSeconds());
        json.WriteString("filename"u8, file.Name);
        json.WriteNumber("bytes"u8, file.Bytes);
        json.WriteString("purpose"u8, file.Purpose);
        json.WriteString("FileType"u8, "jsonl"u8);
        json.WriteBoolean("Processed"u8, file.Whole);
        json.WriteEndObject();
    }
}
