using System.Globalization;
using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Gemini;

/// <summary>Google's resumable uploads: a start that gives an address, then chunks to it, the last one with <c>finalize</c>.</summary>
internal static class GeminiUploads
{
    private const int ChunkUnit = 256 * 1024;

    public static Task<Refusal?> Receive(DialectCall call) => call.Query("upload_id") is null ? Bodies.Json(call) : Bodies.Raw(call);

    public static Refusal? Answer(DialectCall call) => call.Query("upload_id") is { } session ? Continue(call, "files/" + session) : Start(call);

    private static Refusal? Start(DialectCall call)
    {
        var headers = call.Http.Request.Headers;
        if (headers["x-goog-upload-protocol"] != "resumable" || headers["x-goog-upload-command"] != "start")
            return Refusal.Invalid("Only resumable uploads are taken: send X-Goog-Upload-Protocol: resumable and X-Goog-Upload-Command: start.");
        var about = call.Member("file") ?? default;
        var id = Ids.LowerAlnum(call.Provider.NextThing(), 12);
        var plan = call.Plan(CallKind.Upload, twist => twist is BatchTwist.FilePending or BatchTwist.FileHiddenFromList);
        call.Reserve("files/" + id, Text(about, "displayName") ?? Text(about, "display_name") ?? "", "upload",
            Text(about, "mimeType") ?? headers["x-goog-upload-header-content-type"].ToString(), GeminiFiles.Life, plan);
        call.Reply.Add("x-goog-upload-url", $"http://{call.Http.Request.Host}{call.Http.Request.Path}?upload_id={id}&upload_protocol=resumable");
        call.Reply.Add("x-goog-upload-status", "active");
        call.Reply.Add("x-goog-upload-chunk-granularity", ChunkUnit.ToString());
        call.Reply.ContentType = "text/plain; charset=utf-8";
        return null;
    }

    private static Refusal? Continue(DialectCall call, string id)
    {
        if (call.Account.Files.Find(id) is not { Deleted: false } file || file.Key != call.Key)
            return new(404, "not_found", "The upload is not known.");
        var headers = call.Http.Request.Headers;
        var received = File.Exists(file.Path) ? new FileInfo(file.Path).Length : 0;
        var commands = headers["x-goog-upload-command"].ToString().Split(',', StringSplitOptions.TrimEntries);
        if (commands.Contains("query"))
        {
            call.Reply.Add("x-goog-upload-status", file.Whole ? "final" : "active");
            call.Reply.Add("x-goog-upload-size-received", received.ToString());
            return null;
        }

        if (file.Whole || !long.TryParse(headers["x-goog-upload-offset"], NumberStyles.None, CultureInfo.InvariantCulture, out var offset) || offset != received)
            return Refusal.Invalid($"The upload is at {received} bytes, and is {(file.Whole ? "final" : "active")}.");
        var ends = commands.Contains("finalize");
        if (!ends && call.Spooled!.Bytes % ChunkUnit != 0)
            return Refusal.Invalid($"Chunks but the last one are multiples of {ChunkUnit} bytes.");
        if (commands.Contains("upload"))
            Append(call.Spooled!, file.Path);
        call.Reply.Add("x-goog-upload-status", ends ? "final" : "active");
        if (!ends)
            return null;
        call.Complete(file);
        call.Json.WriteStartObject();
        call.Json.WritePropertyName("file"u8);
        GeminiFiles.Write(call, file);
        call.Json.WriteEndObject();
        return null;
    }

    private static void Append(SpooledBody chunk, string path)
    {
        using var from = Spool.Read(chunk.Path);
        using var to = new FileStream(path, FileMode.Append, FileAccess.Write);
        from.CopyTo(to);
    }

    private static string? Text(JsonElement about, string name) =>
        about.ValueKind == JsonValueKind.Object && about.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
