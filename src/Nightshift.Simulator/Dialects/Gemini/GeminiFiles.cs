using System.Globalization;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Gemini;

/// <summary>Gemini's files, which live for two days.</summary>
internal static class GeminiFiles
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(48);

    private const int UsualPage = 10;

    /// <summary>What is not there and what is another's look the same: 403, not 404 (seen 2026).</summary>
    public static Refusal NoAccess(string name) =>
        new(403, "permission_denied", $"You do not have permission to access the File {name.Replace("files/", "", StringComparison.Ordinal)} or it may not exist.");

    public static Refusal? Show(DialectCall call)
    {
        if (Find(call, out var name) is not { } file)
            return NoAccess(name);
        Write(call, file);
        return null;
    }

    public static Refusal? Delete(DialectCall call)
    {
        if (Find(call, out var name) is not { } file)
            return NoAccess(name);
        call.Delete(file);
        call.Json.WriteStartObject();
        call.Json.WriteEndObject();
        return null;
    }

    public static Refusal? Send(DialectCall call)
    {
        if (Find(call, out var name) is not { } file)
            return NoAccess(name);
        // Uploads cannot be fetched again (python-genai, 2026-08).
        if (file.MadeBy is null)
            return Refusal.Invalid($"The file {name} is not downloadable.", "FAILED_PRECONDITION");
        call.SendFile(file.Path, "application/octet-stream", disposition: null);
        return null;
    }

    public static Refusal? List(DialectCall call)
    {
        var all = call.Account.ListFiles(call.Key).ToList();
        var from = call.Query("pageToken") is { Length: > 0 } token ? all.FindIndex(file => file.Id == token) : 0;
        var size = int.TryParse(call.Query("pageSize"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : UsualPage;
        if (from < 0)
            return Refusal.Invalid("The page token is invalid.");
        call.Json.WriteStartObject();
        if (all.Count > from)
        {
            call.Json.WriteStartArray("files"u8);
            foreach (var file in all.Skip(from).Take(size))
                Write(call, file);
            call.Json.WriteEndArray();
        }

        if (from + size < all.Count)
            call.Json.WriteString("nextPageToken"u8, all[from + size].Id);
        call.Json.WriteEndObject();
        return null;
    }

    public static void Write(DialectCall call, StoredFile file)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("name"u8, file.Id);
        json.WriteString("displayName"u8, file.Name);
        json.WriteString("mimeType"u8, file.MimeType);
        json.WriteString("sizeBytes"u8, file.Bytes.ToString());
        json.WriteString("createTime"u8, Time(file.CreatedAt));
        json.WriteString("updateTime"u8, Time(file.CreatedAt));
        json.WriteString("expirationTime"u8, Time(file.ExpiresAt!.Value));
        json.WriteString("sha256Hash"u8, Convert.ToBase64String(file.Sha256));
        json.WriteString("uri"u8, $"{call.OwnAddress}/v1beta/{file.Id}");
        json.WriteString("state"u8, file.Pending(call.Provider.Elapsed) ? "PROCESSING"u8 : "ACTIVE"u8);
        json.WriteString("source"u8, file.MadeBy is null ? "UPLOADED"u8 : "GENERATED"u8);
        if (file.MadeBy is not null)
            json.WriteString("downloadUri"u8, $"{call.OwnAddress}/download/v1beta/{file.Id}:download?alt=media");
        json.WriteEndObject();
    }

    private static StoredFile? Find(DialectCall call, out string name)
    {
        var last = call.Path[^1];
        name = "files/" + (last.EndsWith(":download", StringComparison.Ordinal) ? last[..^":download".Length] : last);
        return call.Account.FindFile(name, call.Key);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ");
}
