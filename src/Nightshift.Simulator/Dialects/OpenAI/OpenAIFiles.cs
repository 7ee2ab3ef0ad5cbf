using System.Globalization;
using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.OpenAI;

/// <summary>OpenAI's files (openapi.yaml, 2026-08-21; recorded answers of 2025-10).</summary>
internal sealed class OpenAIFiles(OpenAITraits traits)
{
    /// <summary>Thirty days.</summary>
    public const long MostSeconds = 2_592_000;

    private const int MostListed = 10_000;
    private static readonly string[] Purposes = ["fine-tune", "assistants", "batch", "user_data", "vision", "evals"];

    public Refusal? Upload(DialectCall call)
    {
        if (call.Spooled is not { } body)
            return Refusal.Invalid("Missing required parameter: 'file'.", "missing_required_parameter", "file");
        if (!call.Fields.TryGetValue("purpose", out var purpose) && !traits.PurposeRequired)
            purpose = "batch";
        if (purpose is null)
            return Refusal.Invalid("Missing required parameter: 'purpose'.", "missing_required_parameter", "purpose");
        if (!Purposes.Contains(purpose))
            return Refusal.Invalid($"'{purpose}' is not one of ['{string.Join("', '", Purposes)}'] - 'purpose'", param: "purpose");
        // A name without any ending is fine (recorded 2025-10); another ending is not.
        if (purpose == "batch" && Path.GetExtension(body.Name) is not ("" or ".jsonl" or null))
            return Refusal.Invalid($"Invalid file format for Batch API. Must be .jsonl", param: "file");
        if (Life(call, purpose, out var life) is { } refusal)
            return refusal;
        var plan = call.Plan(CallKind.Upload, twist => twist is BatchTwist.FilePending or BatchTwist.FileHiddenFromList);
        var file = call.Keep(traits.FileIdPrefix + Ids.Alnum(call.Provider.NextThing(), 22), body.Name ?? "file", purpose, body, life, plan);
        Write(call.Json, file, call.Provider.Elapsed);
        return null;
    }

    public static Refusal? Show(DialectCall call)
    {
        if (call.Account.FindFile(call.Path[1], call.Key) is not { } file)
            return Unknown(call.Path[1]);
        Write(call.Json, file, call.Provider.Elapsed);
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
        call.Json.WriteString("object"u8, "file"u8);
        call.Json.WriteBoolean("deleted"u8, true);
        call.Json.WriteString("id"u8, file.Id);
        call.Json.WriteEndObject();
        return null;
    }

    public Refusal? List(DialectCall call)
    {
        var files = call.Account.ListFiles(call.Key).Where(file => call.Query("purpose") is not { } purpose || file.Purpose == purpose);
        if (call.Query("order") == "asc")
            files = files.Reverse();
        if (Page.Of(call, files, file => file.Id, MostListed, MostListed, out var page) is { } refusal)
            return refusal;
        Page.Write(call.Json, page, traits.Paged, (json, file) => Write(json, file, call.Provider.Elapsed));
        return null;
    }

    private static Refusal Unknown(string id) => new(404, "invalid_request_error", $"No such File object: {id}", Param: "id");

    // Brackets at OpenAI, dots in Azure's own sample (azure-ai-docs, 2026-08).
    private Refusal? Life(DialectCall call, string purpose, out TimeSpan? life)
    {
        life = purpose == "batch" ? traits.FileLife : null;
        if (!call.Fields.TryGetValue("expires_after[seconds]", out var text) && !call.Fields.TryGetValue("expires_after.seconds", out text))
            return null;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds < traits.LeastFileLife.TotalSeconds || seconds > MostSeconds)
        {
            return Refusal.Invalid($"Invalid 'expires_after.seconds': expected {traits.LeastFileLife.TotalSeconds} to {MostSeconds}, but got {text} instead.",
                "invalid_value", "expires_after.seconds");
        }

        life = TimeSpan.FromSeconds(seconds);
        return null;
    }

    private static void Write(Utf8JsonWriter json, StoredFile file, TimeSpan now)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "file"u8);
        json.WriteString("id"u8, file.Id);
        json.WriteString("purpose"u8, file.Purpose);
        json.WriteString("filename"u8, file.Name);
        json.WriteNumber("bytes"u8, file.Bytes);
        json.WriteNumber("created_at"u8, file.CreatedAt.ToUnixTimeSeconds());
        if (file.ExpiresAt is { } expires)
            json.WriteNumber("expires_at"u8, expires.ToUnixTimeSeconds());
        else
            json.WriteNull("expires_at"u8);
        json.WriteString("status"u8, file.Pending(now) ? "pending"u8 : "processed"u8);
        json.WriteNull("status_details"u8);
        json.WriteEndObject();
    }
}
