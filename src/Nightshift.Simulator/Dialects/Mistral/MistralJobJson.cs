using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Dialects.Mistral;

/// <summary>Writes a batch job, with the members and in the order of recorded answers (2026-08).</summary>
internal static class MistralJobJson
{
    public static void Write(Utf8JsonWriter json, Batch batch, BatchView view, bool inline)
    {
        var order = batch.Order;
        json.WriteStartObject();
        json.WriteString("id"u8, order.Id);
        json.WriteString("object"u8, "batch"u8);
        json.WriteStartArray("input_files"u8);
        json.WriteStringValue(order.InputFileId);
        json.WriteEndArray();
        json.WritePropertyName("metadata"u8);
        if (order.Metadata is { } metadata)
            metadata.WriteTo(json);
        else
            json.WriteNullValue();
        json.WriteString("endpoint"u8, order.EndpointPath);
        json.WriteString("model"u8, order.Model);
        json.WriteNull("agent_id"u8);
        FileId(json, "output_file", view.Output, batch.Plan);
        FileId(json, "error_file", view.Error, batch.Plan);
        Errors(json, view);
        Outputs(json, view, inline);
        json.WriteString("status"u8, Word(batch, view));
        json.WriteNumber("created_at"u8, batch.CreatedAt.ToUnixTimeSeconds());
        json.WriteNumber("total_requests"u8, view.Total);
        json.WriteNumber("completed_requests"u8, view.Completed + view.Failed - view.Undone);
        json.WriteNumber("succeeded_requests"u8, view.Completed);
        json.WriteNumber("failed_requests"u8, view.Failed - view.Undone);
        Time(json, "started_at", view.StartedAt);
        Time(json, "completed_at", view.EndedAt);
        json.WriteEndObject();
    }

    public static string Word(Batch batch, BatchView view) => view.Stage switch
    {
        _ when batch.Plan.Has(BatchTwist.UnknownStatus) && !view.IsOver && view.Completed * 2 <= view.Total => "PRE_SCHEDULE",
        Stage.Validating => "QUEUED",
        Stage.Completed => "SUCCESS",
        Stage.Failed => "FAILED",
        Stage.Expired => "TIMEOUT_EXCEEDED",
        Stage.Cancelling => "CANCELLATION_REQUESTED",
        Stage.Cancelled => "CANCELLED",
        _ => "RUNNING",
    };

    private static void Errors(Utf8JsonWriter json, BatchView view)
    {
        json.WriteStartArray("errors"u8);
        foreach (var same in view.Faults.GroupBy(fault => fault.Message))
        {
            json.WriteStartObject();
            json.WriteString("message"u8, same.Key);
            json.WriteNumber("count"u8, same.Count());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Outputs(Utf8JsonWriter json, BatchView view, bool inline)
    {
        if (!inline || !view.IsOver)
        {
            json.WriteNull("outputs"u8);
            return;
        }

        json.WriteStartArray("outputs"u8);
        foreach (var file in new[] { view.Output, view.Error })
        {
            foreach (var line in file is null ? [] : JsonLines.Read(file.Path))
            {
                if (line.Length > 0)
                    json.WriteRawValue(line.Span, skipInputValidation: true);
            }
        }

        json.WriteEndArray();
    }

    private static void FileId(Utf8JsonWriter json, string name, StoredFile? file, BatchPlan plan) =>
        json.WriteString(name, file?.Id ?? (plan.Has(BatchTwist.EmptyFileIds) ? "" : null));

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } at)
            json.WriteNumber(name, at.ToUnixTimeSeconds());
        else
            json.WriteNull(name);
    }
}
