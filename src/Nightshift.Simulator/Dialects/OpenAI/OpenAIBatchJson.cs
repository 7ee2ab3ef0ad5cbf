using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Dialects.OpenAI;

/// <summary>Writes a batch object, with the members and in the order of recorded answers (2025-10, 2026-08).</summary>
internal sealed class OpenAIBatchJson(OpenAITraits traits)
{
    public void Write(Utf8JsonWriter json, Batch batch, BatchView view)
    {
        var (order, plan) = (batch.Order, batch.Plan);
        json.WriteStartObject();
        json.WriteString("id"u8, order.Id);
        json.WriteString("object"u8, "batch"u8);
        json.WriteString("endpoint"u8, plan.Has(BatchTwist.NullEndpoint) ? null : order.EndpointPath);
        if (traits.TellsUsage)
            json.WriteString("model"u8, view.Total > 0 ? batch.Validation.Model : null);
        Errors(json, view);
        json.WriteString("input_file_id"u8, order.InputFileId);
        json.WriteString("completion_window"u8, order.WindowText);
        json.WriteString("status"u8, Word(batch, view));
        FileId(json, "output_file_id", view.Output, plan);
        FileId(json, "error_file_id", view.Error, plan);
        Time(json, "created_at", batch.CreatedAt, plan);
        Time(json, "in_progress_at", view.StartedAt, plan);
        Time(json, "expires_at", view.ExpiresAt, plan);
        Time(json, "finalizing_at", view.FinalizingAt, plan);
        Time(json, "completed_at", view.EndedAs(Stage.Completed), plan);
        Time(json, "failed_at", view.EndedAs(Stage.Failed), plan);
        Time(json, "expired_at", view.EndedAs(Stage.Expired), plan);
        Time(json, "cancelling_at", view.CancelAskedAt, plan);
        Time(json, "cancelled_at", view.EndedAs(Stage.Cancelled), plan);
        Counts(json, view, plan);
        if (traits.TellsUsage)
            Usage(json, view);
        json.WritePropertyName("metadata"u8);
        if (order.Metadata is { } metadata)
            metadata.WriteTo(json);
        else
            json.WriteNullValue();
        json.WriteEndObject();
    }

    private string Word(Batch batch, BatchView view)
    {
        if (batch.Plan.Has(BatchTwist.UnknownStatus) && !view.IsOver && view.Completed * 2 <= view.Total)
            return "pre_schedule";
        var word = traits.Word(view.Stage);
        return batch.Plan.Has(BatchTwist.CapitalStatus) ? char.ToUpperInvariant(word[0]) + word[1..] : word;
    }

    private void Errors(Utf8JsonWriter json, BatchView view)
    {
        if (view.Faults.Count == 0)
        {
            json.WriteNull("errors"u8);
            return;
        }

        json.WriteStartObject("errors"u8);
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var fault in view.Faults)
        {
            json.WriteStartObject();
            json.WriteString("code"u8, traits.FaultCode(fault.Code));
            json.WriteString("message"u8, fault.Message);
            json.WriteString("param"u8, fault.Param);
            if (fault.Line is { } line)
                json.WriteNumber("line"u8, line);
            else
                json.WriteNull("line"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void FileId(Utf8JsonWriter json, string name, StoredFile? file, BatchPlan plan) =>
        json.WriteString(name, file?.Id ?? (plan.Has(BatchTwist.EmptyFileIds) ? "" : null));

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? at, BatchPlan plan)
    {
        if (at is not { } time)
            json.WriteNull(name);
        else if (plan.Has(BatchTwist.IsoTimes))
            json.WriteString(name, time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ"));
        else
            json.WriteNumber(name, time.ToUnixTimeSeconds());
    }

    private static void Counts(Utf8JsonWriter json, BatchView view, BatchPlan plan)
    {
        json.WriteStartObject("request_counts"u8);
        TwistedCount.Write(json, "total", view.Total, plan);
        TwistedCount.Write(json, "completed", view.Completed, plan);
        TwistedCount.Write(json, "failed", view.Failed, plan);
        json.WriteEndObject();
    }

    private static void Usage(Utf8JsonWriter json, BatchView view)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, view.InputTokens);
        json.WriteNumber("output_tokens"u8, view.OutputTokens);
        json.WriteNumber("total_tokens"u8, view.InputTokens + view.OutputTokens);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, view.CachedTokens);
        json.WriteEndObject();
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
