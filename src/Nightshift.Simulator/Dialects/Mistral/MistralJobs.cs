using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Endpoints;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Mistral;

/// <summary>Mistral's batch jobs, of files or of requests inline.</summary>
internal static class MistralJobs
{
    private const int UsualPage = 100;
    private const int MostInline = 10_000;

    private static readonly string[] Endpoints =
    [
        "/v1/chat/completions", "/v1/embeddings", "/v1/fim/completions", "/v1/moderations", "/v1/chat/moderations", "/v1/ocr",
        "/v1/classifications", "/v1/chat/classifications", "/v1/conversations", "/v1/audio/transcriptions",
    ];

    private static readonly BatchTwist[] Twists =
    [
        BatchTwist.Expired, BatchTwist.Failed, BatchTwist.Cancelled, BatchTwist.FileNotFound, BatchTwist.Stuck, BatchTwist.StuckFinalizing, BatchTwist.Vanished,
        BatchTwist.HiddenFromList, BatchTwist.LateOutput, BatchTwist.EmptyFileIds, BatchTwist.EmptyErrorFile, BatchTwist.UnknownStatus, BatchTwist.StatusRegression,
        BatchTwist.SlowCancel, BatchTwist.CancelTooLate, BatchTwist.CancelLosesRows, BatchTwist.ErrorLines,
        BatchTwist.ResultsShuffled, BatchTwist.ResultsTruncated, BatchTwist.ResultsCrLf, BatchTwist.ResultsByteOrderMark,
    ];

    public static Refusal? Create(DialectCall call)
    {
        if (call.Text("endpoint") is not { } endpoint || !Endpoints.Contains(endpoint))
            return Invalid("endpoint", $"Input should be one of {string.Join(", ", Endpoints)}");
        var hours = call.Member("timeout_hours") is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : 24;
        if (hours is < 1 or > 168)
            return Invalid("timeout_hours", "Input should be from 1 to 168");
        var order = new BatchOrder
        {
            Id = "",
            Format = MistralLines.Instance,
            EndpointPath = endpoint,
            Endpoint = EndpointSet.ByPath(endpoint),
            Model = call.Text("model"),
            Window = TimeSpan.FromHours(hours),
            Metadata = call.Member("metadata")?.Clone(),
        };
        var thing = call.Provider.NextThing();
        if (Input(call, thing, ref order) is { } refusal)
            return refusal;
        call.DrawFrom(order);
        var batch = call.Open(order with { Id = Ids.Uuid(thing) }, call.Plan(CallKind.Create, Twists.Contains), thing);
        MistralJobJson.Write(call.Json, batch, batch.Fresh(), inline: false);
        return null;
    }

    public static Refusal? Show(DialectCall call)
    {
        if (call.Account.FindBatch(call.Path[2], call.Key) is not { } batch)
            return Unknown;
        MistralJobJson.Write(call.Json, batch, batch.Look(poll: true), inline: call.Query("inline") is "true" or "True" or "1");
        return null;
    }

    public static Refusal? Cancel(DialectCall call)
    {
        if (call.Account.FindBatch(call.Path[2], call.Key) is not { } batch)
            return Unknown;
        if (!batch.Cancel())
            return Refusal.Invalid("The batch job has ended and cannot be cancelled.");
        MistralJobJson.Write(call.Json, batch, batch.Look(), inline: false);
        return null;
    }

    public static Refusal? Delete(DialectCall call)
    {
        if (call.Account.FindBatch(call.Path[2], call.Key) is not { } batch)
            return Unknown;
        call.Delete(batch);
        call.Json.WriteStartObject();
        call.Json.WriteString("id"u8, batch.Order.Id);
        call.Json.WriteString("object"u8, "batch"u8);
        call.Json.WriteBoolean("deleted"u8, true);
        call.Json.WriteEndObject();
        return null;
    }

    public static Refusal? List(DialectCall call)
    {
        var statuses = call.Http.Request.Query["status"];
        var all = call.Account.ListBatches(call.Key)
            .Where(batch => call.Query("model") is not { } model || batch.Order.Model == model)
            .Where(batch => statuses.Count == 0 || statuses.Contains(MistralJobJson.Word(batch, batch.Look())))
            .ToList();
        if (call.Query("order_by") == "created")
            all.Reverse();
        var (page, size) = MistralFiles.Pages(call, UsualPage);
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("data"u8);
        foreach (var batch in all.Skip(page * size).Take(size))
            MistralJobJson.Write(call.Json, batch, batch.Look(), inline: false);
        call.Json.WriteEndArray();
        call.Json.WriteString("object"u8, "list"u8);
        call.Json.WriteNumber("total"u8, all.Count);
        call.Json.WriteEndObject();
        return null;
    }

    // Requests that came inline become a file too, which the job names (recorded 2026-08).
    private static Refusal? Input(DialectCall call, ulong number, ref BatchOrder order)
    {
        if (call.Member("requests") is not null)
        {
            var rows = JsonLines.Read(call.Spooled!.Path).Count();
            if (rows is 0 or > MostInline)
                return Invalid("requests", $"List should have from 1 to {MostInline} items, not {rows}");
            var made = call.Keep(Ids.Uuid(number + 3), $"{number}.jsonl", "batch", call.Spooled, life: null, BatchPlan.None);
            order = order with { Input = made, InputFileId = made.Id, Inline = true };
            return null;
        }

        if (call.Member("input_files") is not { ValueKind: JsonValueKind.Array } files || files.GetArrayLength() == 0)
            return Invalid("input_files", "One of input_files and requests is required");
        if (files.GetArrayLength() > 1)
            return Invalid("input_files", "The simulator takes one file");
        if (files[0].ValueKind != JsonValueKind.String || files[0].GetString() is not { } id)
            return Invalid("input_files", "Input should be a valid string");
        if (call.Account.FindFile(id, call.Key) is not { } file)
            return new(404, "invalid_request_file", $"File {id} not found.");
        order = order with { Input = file, InputFileId = id };
        return null;
    }

    private static Refusal Unknown => new(404, "not_found_error", "Batch job not found.");

    private static Refusal Invalid(string name, string message) => new(422, "invalid_request_error", $"{name}: {message}", Param: name);
}
