using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Fireworks;

/// <summary>Fireworks' datasets: made first, filled by a form or at a presigned address, fetched at presigned addresses.</summary>
internal static class FireworksDatasets
{
    public const string Results = "BIJOutputSet.jsonl";
    public const string Errors = "error-data.jsonl";

    public static Refusal? Create(DialectCall call)
    {
        if (call.Text("datasetId") is not { Length: > 0 } id)
            return Refusal.Invalid("datasetId is required");
        var name = $"accounts/{call.Path[2]}/datasets/{id}";
        if (call.Account.Files.Find(name) is not null)
            return new(409, "already_exists", $"Dataset {name} already exists.");
        var file = call.Reserve(name, id, "dataset", mimeType: null, life: null, call.Plan(CallKind.Upload, twist => twist is BatchTwist.FileHiddenFromList));
        Write(call.Json, file);
        return null;
    }

    public static Refusal? Upload(DialectCall call)
    {
        if (Awaited(call) is not { } file)
            return Unknown(call);
        if (call.Spooled is not { } body)
            return Refusal.Invalid("file is required");
        Take(call, body, file);
        call.Complete(file);
        return Nothing(call);
    }

    public static Refusal? UploadEndpoint(DialectCall call)
    {
        if (Awaited(call) is not { } file)
            return Unknown(call);
        call.Json.WriteStartObject();
        call.Json.WriteStartObject("filenameToSignedUrls"u8);
        if (call.Member("filenameToSize") is { ValueKind: JsonValueKind.Object } sizes)
        {
            foreach (var size in sizes.EnumerateObject())
                call.Json.WriteString(size.Name, $"{call.OwnAddress}/store/{Uri.EscapeDataString(file.Id.Replace('/', '~'))}");
        }

        call.Json.WriteEndObject();
        call.Json.WriteEndObject();
        return null;
    }

    public static Refusal? Put(DialectCall call)
    {
        if (call.Key.Length > 0)
            return Refusal.Invalid("Only one auth mechanism allowed: the address is signed, and a key came with it.");
        if (call.Account.Files.Find(call.Path[1].Replace('~', '/')) is not { Whole: false } file)
            return new(403, "access_denied", "Access Denied");
        Take(call, call.Spooled!, file);
        return null;
    }

    public static Refusal? ValidateUpload(DialectCall call)
    {
        if (Awaited(call) is not { } file || !File.Exists(file.Path))
            return Unknown(call);
        call.Complete(file);
        return Nothing(call);
    }

    public static Refusal? DownloadEndpoint(DialectCall call)
    {
        if (call.Account.FindFile(Name(call), call.Key) is not { } file)
            return Unknown(call);
        var address = $"{call.OwnAddress}/store/{Uri.EscapeDataString(file.Id.Replace('/', '~'))}";
        call.Json.WriteStartObject();
        call.Json.WriteStartObject("filenameToSignedUrls"u8);
        call.Json.WriteString(file.MadeBy is null ? file.Name : Results, $"{address}/{Results}");
        if (file.MadeBy?.Look().Error is not null)
            call.Json.WriteString(Errors, $"{address}/{Errors}");
        call.Json.WriteEndObject();
        call.Json.WriteEndObject();
        return null;
    }

    public static Refusal? SendSigned(DialectCall call)
    {
        if (call.Account.Files.Find(call.Path[1].Replace('~', '/')) is not { Deleted: false, Whole: true } file)
            return new(403, "access_denied", "Access Denied");
        var sent = call.Path[2] == Errors ? file.MadeBy?.Look().Error ?? file : file;
        call.SendFile(sent.Path, "application/octet-stream", disposition: null);
        return null;
    }

    public static Refusal? Show(DialectCall call)
    {
        if (call.Account.Files.Find(Name(call)) is not { Deleted: false } file)
            return Unknown(call);
        Write(call.Json, file);
        return null;
    }

    public static Refusal? Delete(DialectCall call)
    {
        if (call.Account.Files.Find(Name(call)) is not { Deleted: false } file)
            return Unknown(call);
        call.Delete(file);
        return Nothing(call);
    }

    public static Refusal? List(DialectCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("datasets"u8);
        foreach (var file in call.Account.ListFiles(call.Key))
            Write(call.Json, file);
        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return null;
    }

    private static string Name(DialectCall call) => string.Join('/', call.Path[1..]).Split(':')[0];

    private static StoredFile? Awaited(DialectCall call) => call.Account.Files.Find(Name(call)) is { Deleted: false, Whole: false } file ? file : null;

    private static void Take(DialectCall call, SpooledBody body, StoredFile file)
    {
        File.Move(body.Path, file.Path, overwrite: true);
        call.Spooled!.IsKept = true;
    }

    private static Refusal? Nothing(DialectCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteEndObject();
        return null;
    }

    private static Refusal Unknown(DialectCall call) => new(404, "not_found", $"Dataset {Name(call)} not found.");

    private static void Write(Utf8JsonWriter json, StoredFile file)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, file.Id);
        json.WriteString("displayName"u8, file.Name);
        json.WriteString("createTime"u8, file.CreatedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"));
        json.WriteString("state"u8, file.Whole ? "READY"u8 : "UPLOADING"u8);
        json.WriteString("exampleCount"u8, file.Whole ? JsonLines.Read(file.Path).Count(line => line.Length > 0).ToString() : "0");
        json.WriteEndObject();
    }
}
