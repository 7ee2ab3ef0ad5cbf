using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Endpoints;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Fireworks;

/// <summary>Fireworks' batch inference jobs: the model is the job's, the results are a dataset.</summary>
internal static class FireworksJobs
{
    private static readonly BatchTwist[] Twists =
    [
        BatchTwist.Expired, BatchTwist.Failed, BatchTwist.Cancelled, BatchTwist.FileNotFound, BatchTwist.Stuck, BatchTwist.StuckFinalizing, BatchTwist.Vanished,
        BatchTwist.HiddenFromList, BatchTwist.UnknownStatus, BatchTwist.StatusRegression, BatchTwist.SlowCancel, BatchTwist.CancelTooLate, BatchTwist.CancelLosesRows,
        BatchTwist.ErrorLines, BatchTwist.ResultsShuffled, BatchTwist.ResultsTruncated, BatchTwist.ResultsCrLf, BatchTwist.ResultsByteOrderMark,
    ];

    public static Refusal? Create(DialectCall call)
    {
        if (call.Text("model") is not { Length: > 0 } model)
            return Refusal.Invalid("model is required");
        if (call.Text("inputDatasetId") is not { } input || call.Account.FindFile(Dataset(call, input), call.Key) is not { } file)
            return new(404, "not_found", $"Dataset {call.Text("inputDatasetId")} not found.");
        var number = call.Provider.NextThing();
        var id = $"accounts/{call.Path[2]}/batchInferenceJobs/{call.Query("batchInferenceJobId") ?? Ids.LowerAlnum(number, 12)}";
        // The id that the client chooses makes the create safe to repeat: the second one is refused.
        if (call.Account.Batches.Find(id) is not null)
            return new(409, "already_exists", $"Job {id} already exists.");
        var order = new BatchOrder
        {
            Id = id,
            Format = FireworksLines.Instance,
            Endpoint = EndpointSet.Chat,
            Model = model[(model.LastIndexOf('/') + 1)..],
            EndpointPath = model,
            InputFileId = file.Id,
            Input = file,
            Name = Dataset(call, call.Text("outputDatasetId") ?? $"{Ids.LowerAlnum(number, 12)}-output"),
            WindowText = call.Text("displayName"),
        };
        call.DrawFrom(order);
        var batch = call.Open(order, call.Plan(CallKind.Create, Twists.Contains), number);
        Write(call.Json, batch, batch.Fresh());
        return null;
    }

    public static Refusal? Show(DialectCall call)
    {
        if (Find(call) is not { } batch)
            return Unknown(call);
        Write(call.Json, batch, batch.Look(poll: true));
        return null;
    }

    public static Refusal? List(DialectCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("batchInferenceJobs"u8);
        foreach (var batch in call.Account.ListBatches(call.Key))
            Write(call.Json, batch, batch.Look());
        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return null;
    }

    // That there is a cancel is unverified: clients were seen without one.
    public static Refusal? Cancel(DialectCall call)
    {
        if (Find(call) is not { } batch)
            return Unknown(call);
        batch.Cancel();
        return Nothing(call);
    }

    public static Refusal? Delete(DialectCall call)
    {
        if (Find(call) is not { } batch)
            return Unknown(call);
        call.Delete(batch);
        return Nothing(call);
    }

    private static Refusal? Nothing(DialectCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteEndObject();
        return null;
    }

    private static string Name(DialectCall call) => string.Join('/', call.Path[1..]).Split(':')[0];

    private static Batch? Find(DialectCall call) => call.Account.FindBatch(Name(call), call.Key);

    private static Refusal Unknown(DialectCall call) => new(404, "not_found", $"Job {Name(call)} not found.");

    private static string Dataset(DialectCall call, string name) => name.StartsWith("accounts/", StringComparison.Ordinal) ? name : $"accounts/{call.Path[2]}/datasets/{name}";

    private static void Write(Utf8JsonWriter json, Batch batch, BatchView view)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, batch.Order.Id);
        json.WriteString("displayName"u8, batch.Order.WindowText);
        json.WriteString("createTime"u8, batch.CreatedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"));
        json.WriteString("state"u8, "JOB_STATE_" + Word(batch, view));
        json.WriteString("model"u8, batch.Order.EndpointPath);
        json.WriteString("inputDatasetId"u8, batch.Order.InputFileId);
        json.WriteString("outputDatasetId"u8, batch.Order.Name);
        json.WriteStartObject("jobProgress"u8);
        json.WriteNumber("totalInputRequests"u8, view.Total);
        json.WriteNumber("totalProcessedRequests"u8, view.Completed + view.Failed - view.Undone);
        json.WriteNumber("successfullyProcessedRequests"u8, view.Completed);
        json.WriteNumber("failedRequests"u8, view.Failed - view.Undone);
        json.WriteNumber("inputTokens"u8, view.InputTokens);
        json.WriteNumber("outputTokens"u8, view.OutputTokens);
        json.WriteNumber("percent"u8, view.Total == 0 ? 0 : 100 * (view.Completed + view.Failed - view.Undone) / view.Total);
        json.WriteEndObject();
        if (view.Faults is [var fault, ..])
        {
            json.WriteStartObject("status"u8);
            json.WriteString("code"u8, "INVALID_ARGUMENT"u8);
            json.WriteString("message"u8, fault.Message);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Word(Batch batch, BatchView view) => view.Stage switch
    {
        _ when batch.Plan.Has(BatchTwist.UnknownStatus) && !view.IsOver && view.Completed * 2 <= view.Total => "PRE_SCHEDULE",
        Stage.Finalizing => "WRITING_RESULTS",
        var stage => stage.ToString().ToUpperInvariant(),
    };
}
