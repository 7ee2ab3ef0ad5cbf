using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Anthropic;

/// <summary>Writes a message batch, with the members and in the order of recorded answers (2026-08).</summary>
internal static class AnthropicBatchJson
{
    // Results are kept for 29 days from the creation (Batch guide, 2026-08).
    private static readonly TimeSpan Kept = TimeSpan.FromDays(29);

    public static void Write(DialectCall call, Batch batch, BatchView view)
    {
        var json = call.Json;
        var archived = batch.CreatedAt + Kept <= call.Provider.Time.GetUtcNow();
        json.WriteStartObject();
        json.WriteString("id"u8, batch.Order.Id);
        json.WriteString("type"u8, "message_batch"u8);
        json.WriteString("processing_status"u8, Word(batch, view));
        Counts(json, batch, view);
        Time(json, "ended_at", view.EndedAt);
        Time(json, "created_at", batch.CreatedAt);
        Time(json, "expires_at", view.ExpiresAt);
        Time(json, "archived_at", archived ? batch.CreatedAt + Kept : null);
        Time(json, "cancel_initiated_at", view.CancelAskedAt);
        json.WriteString("results_url"u8, view.IsOver && !archived && !batch.FilesAreLate ? ResultsUrl(call, batch) : null);
        json.WriteEndObject();
    }

    public static void WriteList(DialectCall call, IReadOnlyList<Batch> batches, bool hasMore)
    {
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("data"u8);
        foreach (var batch in batches)
            Write(call, batch, batch.Look());
        call.Json.WriteEndArray();
        call.Json.WriteBoolean("has_more"u8, hasMore);
        call.Json.WriteString("first_id"u8, batches.Count > 0 ? batches[0].Order.Id : null);
        call.Json.WriteString("last_id"u8, batches.Count > 0 ? batches[^1].Order.Id : null);
        call.Json.WriteEndObject();
    }

    private static string Word(Batch batch, BatchView view) => view switch
    {
        { IsOver: true } => "ended",
        { Stage: Stage.Cancelling } => "canceling",
        _ when batch.Plan.Has(BatchTwist.UnknownStatus) && view.Completed * 2 <= batch.Validation.Lines => "pre_schedule",
        _ => "in_progress",
    };

    // Until the end all counts but one are 0; their sum is the total always (Batch guide, 2026-08).
    private static void Counts(Utf8JsonWriter json, Batch batch, BatchView view)
    {
        json.WriteStartObject("request_counts"u8);
        TwistedCount.Write(json, "processing", view.IsOver ? 0 : batch.Validation.Lines, batch.Plan);
        TwistedCount.Write(json, "succeeded", view.IsOver ? view.Completed : 0, batch.Plan);
        TwistedCount.Write(json, "errored", view.IsOver ? view.Failed - Skipped(batch, view) : 0, batch.Plan);
        TwistedCount.Write(json, "canceled", view.Stage == Stage.Cancelled ? view.Undone : 0, batch.Plan);
        TwistedCount.Write(json, "expired", view.Stage == Stage.Expired ? Skipped(batch, view) : 0, batch.Plan);
        json.WriteEndObject();
    }

    private static int Skipped(Batch batch, BatchView view) => batch.Plan.Has(BatchTwist.ErrorLines) ? 0 : view.Undone;

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? time) =>
        json.WriteString(name, time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00"));

    private static string ResultsUrl(DialectCall call, Batch batch)
    {
        var path = $"{call.Account.Address}/v1/messages/batches/{batch.Order.Id}/results";
        return batch.Plan.Has(BatchTwist.ForeignResultsUrl)
            ? $"http://localhost:{call.Http.Connection.LocalPort}{Routes.RedirectedPrefix}{path}"
            : $"http://{call.Http.Request.Host}{path}";
    }
}
