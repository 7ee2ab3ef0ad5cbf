using System.Text.Json;
using Nightshift.Engine;
using Nightshift.Model;

namespace Nightshift.Cli.Display;

/// <summary>A job's batches for machines.</summary>
internal static class BatchJson
{
    public static void Write(Utf8JsonWriter json, JobProgress progress)
    {
        json.WriteStartArray("batches");
        foreach (var batch in progress.Batches)
            Write(json, batch, progress.Overdue.Any(overdue => overdue.Batch.Id == batch.Id));
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Batch batch, bool isOverdue)
    {
        json.WriteStartObject();
        json.WriteNumber("batch", batch.Id.Value);
        json.WriteString("remote_id", batch.RemoteId);
        json.WriteString("model", batch.Model);
        json.WriteString("state", JsonNamingPolicy.SnakeCaseLower.ConvertName(batch.State.ToString()));
        json.WriteString("remote_status", batch.RemoteStatus);
        json.WriteNumber("rows", batch.Rows);
        json.WriteNumber("remote_done", batch.RemoteDone);
        json.WriteNumber("bytes", batch.Bytes);
        json.WriteNumber("input_tokens", batch.Tokens);
        json.WriteBoolean("overdue", isOverdue);
        json.WriteString("fault_code", batch.FaultCode);
        json.WriteString("fault", batch.Fault);
        json.WriteTime("sealed_at", batch.SealedAt);
        json.WriteTime("submitted_at", batch.SubmittedAt);
        json.WriteTime("ended_at", batch.EndedAt);
        json.WriteTime("expires_at", batch.ExpiresAt);
        json.WriteTime("next_step_at", batch.NextStepAt);
        json.WriteEndObject();
    }
}
