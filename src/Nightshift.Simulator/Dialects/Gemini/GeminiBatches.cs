using System.Globalization;
using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Endpoints;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Gemini;

/// <summary>Gemini's batches, with rows inline or in a file.</summary>
internal static class GeminiBatches
{
    private const int UsualPage = 50;
    private const long MostInlineBytes = 20_000_000;
    private static readonly TimeSpan Window = TimeSpan.FromHours(48);

    private static readonly BatchTwist[] Twists =
    [
        BatchTwist.Expired, BatchTwist.Failed, BatchTwist.Cancelled, BatchTwist.Partial, BatchTwist.FileNotFound, BatchTwist.TokenLimitAtCreate, BatchTwist.Stuck,
        BatchTwist.StuckFinalizing, BatchTwist.Vanished, BatchTwist.HiddenFromList, BatchTwist.LateOutput, BatchTwist.UnknownStatus, BatchTwist.StatusRegression,
        BatchTwist.InlineOutput, BatchTwist.SlowCancel, BatchTwist.CancelTooLate, BatchTwist.CancelLosesRows, BatchTwist.ErrorLines,
        BatchTwist.ResultsShuffled, BatchTwist.ResultsTruncated, BatchTwist.ResultsCrLf, BatchTwist.ResultsByteOrderMark,
    ];

    /// <summary>Whether results come inside of the batch.</summary>
    public static bool IsInline(Batch batch) => batch.Order.Inline || batch.Plan.Has(BatchTwist.InlineOutput);

    public static Refusal? Create(DialectCall call, string model, Endpoint endpoint)
    {
        if (call.Member("batch") is not { } batch || Member(batch, "inputConfig", "input_config") is not { } config)
            return Refusal.Invalid("* GenerateContentBatch.input_config: input_config is required\n");
        if (Text(batch, "displayName", "display_name") is not { Length: > 0 } name)
            return Refusal.Invalid("* GenerateContentBatch.display_name: display_name is required\n");
        var number = call.Provider.NextThing();
        var id = "batches/" + Ids.LowerAlnum(number, 36);
        var order = new BatchOrder { Id = id, Format = GeminiLines.Instance, Endpoint = endpoint, Model = model, Name = name, Window = Window };
        if (Text(config, "fileName", "file_name") is { } fileName)
        {
            if (call.Account.FindFile(fileName, call.Key) is not { } file || file.Pending(call.Provider.Elapsed))
                return GeminiFiles.NoAccess(fileName);
            order = order with { Input = file, InputFileId = fileName };
        }
        else if (Member(config, "requests") is not null)
        {
            if (call.Http.Request.ContentLength > MostInlineBytes)
                return Refusal.Invalid($"Request payload size exceeds the limit: {MostInlineBytes} bytes.");
            order = order with { Input = call.KeepItems(id), Inline = true };
            // One malformed row, and there is no batch (seen 2026).
            order = order with { Checked = InputCheck.Run(order) };
            if (order.Checked.Faults is [var fault, ..])
                return Refusal.Invalid(fault.Message);
        }
        else
        {
            return Refusal.Invalid("* GenerateContentBatch.input_config.source: one of requests and file_name is required\n");
        }

        call.DrawFrom(order);
        var plan = call.Plan(CallKind.Create, Twists.Contains);
        if ((plan.Has(BatchTwist.TokenLimitAtCreate) || call.Provider.Options.EnqueuedTokens is not null) && TokenLimit.Refuse(call.Account, order) is { } full)
            return full with { Status = 429, Message = $"You exceeded your current quota, please check your plan and billing details. {full.Message}" };
        Write(call.Json, call.Open(order, plan, number), fresh: true, whole: true);
        return null;
    }

    public static Refusal? Show(DialectCall call)
    {
        if (Find(call, call.Path[2]) is not { } batch)
            return Unknown;
        Write(call.Json, batch, fresh: false, whole: true);
        return null;
    }

    public static Refusal? List(DialectCall call)
    {
        var all = call.Account.ListBatches(call.Key).ToList();
        var from = call.Query("pageToken") is { Length: > 0 } token ? all.FindIndex(batch => batch.Order.Id == token) : 0;
        var size = int.TryParse(call.Query("pageSize"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : UsualPage;
        if (from < 0)
            return Refusal.Invalid("The page token is invalid.");
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("operations"u8);
        foreach (var batch in all.Skip(from).Take(size))
            Write(call.Json, batch, fresh: false, whole: false);
        call.Json.WriteEndArray();
        if (from + size < all.Count)
            call.Json.WriteString("nextPageToken"u8, all[from + size].Order.Id);
        call.Json.WriteEndObject();
        return null;
    }

    public static Refusal? Cancel(DialectCall call)
    {
        if (Find(call, call.Path[2][..^":cancel".Length]) is not { } batch)
            return Unknown;
        // A cancel is a best effort: of an ended job it does nothing.
        batch.Cancel();
        call.Json.WriteStartObject();
        call.Json.WriteEndObject();
        return null;
    }

    public static Refusal? Delete(DialectCall call)
    {
        if (Find(call, call.Path[2]) is not { } batch)
            return Unknown;
        call.Delete(batch);
        call.Json.WriteStartObject();
        call.Json.WriteEndObject();
        return null;
    }

    public static Refusal? CountTokens(DialectCall call, string model)
    {
        var body = call.Member("generateContentRequest") ?? call.Body;
        return TokenCount.Write(call, EndpointSet.GenerateContent.Parse(body, model), "totalTokens");
    }

    private static Refusal Unknown => new(404, "not_found", "Requested entity was not found.");

    private static Batch? Find(DialectCall call, string id) => call.Account.FindBatch("batches/" + id, call.Key);

    private static void Write(Utf8JsonWriter json, Batch batch, bool fresh, bool whole) =>
        GeminiBatchJson.Write(json, batch, fresh ? batch.Fresh() : batch.Look(poll: whole), whole);

    private static string? Text(JsonElement value, params ReadOnlySpan<string> names) =>
        Member(value, names) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member))
                return member;
        }

        return null;
    }
}
