using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Endpoints;
using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Dialects.Gemini;

/// <summary>Writes a batch as the long-running operation that it is at Google: what is false or 0 is left out, int64 are texts.</summary>
internal static class GeminiBatchJson
{
    private const string Types = "type.googleapis.com/google.ai.generativelanguage.v1main.";

    /// <summary>Writes one; in lists the results that are inline are left out.</summary>
    public static void Write(Utf8JsonWriter json, Batch batch, BatchView view, bool whole)
    {
        var kind = batch.Order.Endpoint == EndpointSet.EmbedContent ? "EmbedContentBatch" : "GenerateContentBatch";
        var hasOutput = view.Output is not null && (whole || !GeminiBatches.IsInline(batch));
        json.WriteStartObject();
        json.WriteString("name"u8, batch.Order.Id);
        json.WriteStartObject("metadata"u8);
        json.WriteString("@type"u8, Types + kind);
        json.WriteString("model"u8, "models/" + batch.Order.Model);
        json.WriteString("displayName"u8, batch.Order.Name);
        if (batch.Order.InputFileId is { } file)
        {
            json.WriteStartObject("inputConfig"u8);
            json.WriteString("fileName"u8, file);
            json.WriteEndObject();
        }

        if (hasOutput)
        {
            json.WriteStartObject("output"u8);
            Output(json, batch, view.Output!);
            json.WriteEndObject();
        }

        json.WriteString("createTime"u8, Time(batch.CreatedAt));
        if (view.EndedAt is { } ended)
            json.WriteString("endTime"u8, Time(ended));
        json.WriteString("updateTime"u8, Time(view.EndedAt ?? view.StartedAt ?? batch.CreatedAt));
        Stats(json, batch, view);
        json.WriteString("state"u8, Word(batch, view));
        json.WriteString("name"u8, batch.Order.Id);
        json.WriteEndObject();
        if (view.IsOver)
            End(json, batch, view, kind, hasOutput);
        json.WriteEndObject();
    }

    private static void End(Utf8JsonWriter json, Batch batch, BatchView view, string kind, bool hasOutput)
    {
        json.WriteBoolean("done"u8, true);
        if (hasOutput)
        {
            json.WriteStartObject("response"u8);
            json.WriteString("@type"u8, Types + kind + "Output");
            Output(json, batch, view.Output!);
            json.WriteEndObject();
        }
        else if (view.Stage != Stage.Completed)
        {
            // Cancelled ones have code 13 (seen 2026); those of the others are unverified.
            json.WriteStartObject("error"u8);
            json.WriteNumber("code"u8, view.Faults.Count > 0 ? 3 : 13);
            json.WriteString("message"u8, view.Faults is [var fault, ..] ? fault.Message : $"The batch ended as {Word(batch, view)}.");
            json.WriteEndObject();
        }
    }

    private static void Output(Utf8JsonWriter json, Batch batch, StoredFile file)
    {
        if (!GeminiBatches.IsInline(batch))
        {
            json.WriteString("responsesFile"u8, file.Id);
            return;
        }

        json.WriteStartObject(batch.Order.Endpoint == EndpointSet.EmbedContent ? "inlinedEmbedContentResponses"u8 : "inlinedResponses"u8);
        json.WriteStartArray("inlinedResponses"u8);
        foreach (var line in JsonLines.Read(file.Path))
        {
            if (line.Length > 0)
                json.WriteRawValue(line.Span, skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Stats(Utf8JsonWriter json, Batch batch, BatchView view)
    {
        var failed = view.Failed - view.Undone;
        json.WriteStartObject("batchStats"u8);
        Count(json, "requestCount", batch.Validation.Lines);
        Count(json, "pendingRequestCount", view.IsOver ? view.Undone : batch.Validation.Lines - view.Completed);
        Count(json, "successfulRequestCount", view.Completed);
        Count(json, "failedRequestCount", failed);
        json.WriteEndObject();
    }

    private static void Count(Utf8JsonWriter json, string name, int count)
    {
        if (count > 0)
            json.WriteString(name, count.ToString());
    }

    private static string Word(Batch batch, BatchView view) => "BATCH_STATE_" + view.Stage switch
    {
        _ when batch.Plan.Has(BatchTwist.UnknownStatus) && !view.IsOver && view.Completed * 2 <= view.Total => "PRE_SCHEDULE",
        Stage.Validating => "PENDING",
        Stage.Completed => "SUCCEEDED",
        Stage.Expired when batch.Plan.Has(BatchTwist.Partial) => "PARTIALLY_SUCCEEDED",
        Stage.Failed or Stage.Expired or Stage.Cancelled => view.Stage.ToString().ToUpperInvariant(),
        _ => "RUNNING",
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff00Z");
}
