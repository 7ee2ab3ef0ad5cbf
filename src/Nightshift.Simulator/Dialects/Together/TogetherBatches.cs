using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Dialects.OpenAI;
using Nightshift.Simulator.Endpoints;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Together;

/// <summary>Together's batches: no counts, no metadata, words in capitals.</summary>
internal static class TogetherBatches
{
    private static readonly string[] Endpoints = ["/v1/chat/completions", "/v1/completions", "/v1/audio/transcriptions", "/v1/audio/translations"];
    private static readonly BatchTwist[] Twists =
    [
        BatchTwist.Expired, BatchTwist.Failed, BatchTwist.Cancelled, BatchTwist.FileNotFound, BatchTwist.TokenLimit, BatchTwist.TokenLimitAtCreate, BatchTwist.Stuck,
        BatchTwist.StuckFinalizing, BatchTwist.Vanished, BatchTwist.HiddenFromList, BatchTwist.LateOutput, BatchTwist.EmptyFileIds, BatchTwist.EmptyErrorFile,
        BatchTwist.UnknownStatus, BatchTwist.StatusRegression, BatchTwist.SlowCancel, BatchTwist.CancelTooLate, BatchTwist.CancelLosesRows, BatchTwist.ErrorLines,
        BatchTwist.ResultsShuffled, BatchTwist.ResultsTruncated, BatchTwist.ResultsCrLf, BatchTwist.ResultsByteOrderMark,
    ];

    private static readonly OpenAILines Lines = new() { Bytes = 100_000_000, MethodAndUrlRequired = false };

    public static Refusal? Create(DialectCall call)
    {
        if (call.Text("input_file_id") is not { } fileId)
            return Refusal.Invalid("input_file_id is required");
        if (call.Text("endpoint") is not { } endpoint || !Endpoints.Contains(endpoint))
            return Refusal.Invalid($"endpoint must be one of {string.Join(", ", Endpoints)}");
        if (call.Text("completion_window") is not (null or "24h"))
            return Refusal.Invalid("completion_window must be 24h");
        if (call.Account.FindFile(fileId, call.Key) is not { } file)
            return new(404, "not_found", $"File not found: {fileId}");
        var number = call.Provider.NextThing();
        var order = new BatchOrder
        {
            Id = Ids.Uuid(number), Format = Lines, EndpointPath = endpoint, Endpoint = EndpointSet.ByPath(endpoint), InputFileId = fileId, Input = file, WindowText = "24h",
        };
        call.DrawFrom(order);
        var plan = call.Plan(CallKind.Create, Twists.Contains);
        if (plan.Has(BatchTwist.TokenLimitAtCreate) && TokenLimit.Refuse(call.Account, order) is { } full)
            return full;
        var batch = call.Open(order, plan, number);
        call.Reply.Status = 201;
        call.Json.WriteStartObject();
        call.Json.WritePropertyName("job"u8);
        Write(call.Json, batch, batch.Fresh());
        call.Json.WriteString("warning"u8, ""u8);
        call.Json.WriteEndObject();
        return null;
    }

    public static Refusal? Show(DialectCall call)
    {
        if (call.Account.FindBatch(call.Path[1], call.Key) is not { } batch)
            return Unknown(call);
        Write(call.Json, batch, batch.Look(poll: true));
        return null;
    }

    public static Refusal? Cancel(DialectCall call)
    {
        if (call.Account.FindBatch(call.Path[1], call.Key) is not { } batch)
            return Unknown(call);
        if (!batch.Cancel())
            return Refusal.Invalid("The batch job has ended and cannot be cancelled");
        Write(call.Json, batch, batch.Look());
        return null;
    }

    public static Refusal? List(DialectCall call)
    {
        call.Json.WriteStartArray();
        foreach (var batch in call.Account.ListBatches(call.Key))
            Write(call.Json, batch, batch.Look());
        call.Json.WriteEndArray();
        return null;
    }

    private static Refusal Unknown(DialectCall call) => new(404, "not_found", $"Batch job not found: {call.Path[1]}");

    private static void Write(Utf8JsonWriter json, Batch batch, BatchView view)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, batch.Order.Id);
        json.WriteString("user_id"u8, "simulator"u8);
        json.WriteString("input_file_id"u8, batch.Order.InputFileId);
        json.WriteNumber("file_size_bytes"u8, batch.Order.Input!.Bytes);
        json.WriteString("status"u8, Word(batch, view));
        json.WriteString("job_deadline"u8, Time(view.ExpiresAt));
        json.WriteString("created_at"u8, Time(batch.CreatedAt));
        json.WriteString("endpoint"u8, batch.Order.EndpointPath);
        json.WriteNumber("progress"u8, view.Total == 0 ? 0 : 100.0 * (view.Completed + view.Failed - view.Undone) / view.Total);
        json.WriteString("model_id"u8, view.Total > 0 ? batch.Validation.Model : null);
        FileId(json, "output_file_id", view.Output, batch.Plan);
        FileId(json, "error_file_id", view.Error, batch.Plan);
        json.WriteString("error"u8, view.Faults is [var fault, ..] ? fault.Message : null);
        json.WriteString("completed_at"u8, view.EndedAt is { } ended ? Time(ended) : null);
        json.WriteEndObject();
    }

    private static string Word(Batch batch, BatchView view) => view.Stage switch
    {
        _ when batch.Plan.Has(BatchTwist.UnknownStatus) && !view.IsOver && view.Completed * 2 <= view.Total => "PRE_SCHEDULE",
        Stage.Running or Stage.Finalizing => "IN_PROGRESS",
        Stage.Cancelling => "CANCELING",
        var stage => stage.ToString().ToUpperInvariant(),
    };

    private static void FileId(Utf8JsonWriter json, string name, StoredFile? file, BatchPlan plan) =>
        json.WriteString(name, file?.Id ?? (plan.Has(BatchTwist.EmptyFileIds) ? "" : null));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ");
}
