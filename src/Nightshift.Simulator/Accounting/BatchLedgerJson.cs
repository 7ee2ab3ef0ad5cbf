using System.Text.Json;

namespace Nightshift.Simulator.Accounting;

/// <summary>The ledger's part about files and batches as <c>GET /ledger</c> shows it.</summary>
internal static class BatchLedgerJson
{
    public static void WriteTotals(Utf8JsonWriter json, BatchTotals totals)
    {
        json.WriteStartObject("batches");
        json.WriteNumber("created", totals.Created);
        json.WriteNumber("cancelled", totals.Cancelled);
        json.WriteNumber("open", totals.Open);
        json.WriteNumber("executed_lines", totals.ExecutedLines);
        json.WriteNumber("input_tokens", totals.InputTokens);
        json.WriteNumber("output_tokens", totals.OutputTokens);
        json.WriteNumber("usd", totals.Usd);
        json.WriteNumber("files_uploaded", totals.FilesUploaded);
        json.WriteNumber("files_open", totals.FilesOpen);
        json.WriteStartObject("calls");
        foreach (var (kind, count) in totals.Calls)
            json.WriteNumber(kind, count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteAll(Utf8JsonWriter json, Ledger ledger)
    {
        json.WriteStartArray("batches");
        foreach (var batch in ledger.Batches())
            Write(json, batch);
        json.WriteEndArray();
        json.WriteStartArray("files");
        foreach (var file in ledger.Files())
            Write(json, file);
        json.WriteEndArray();
    }

    public static void WriteLines(Utf8JsonWriter json, Ledger ledger)
    {
        json.WriteStartObject("lines");
        foreach (var (id, count) in ledger.ExecutedLines())
            json.WriteNumber(id, count);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LedgerBatch batch)
    {
        json.WriteStartObject();
        json.WriteString("provider", batch.Provider);
        json.WriteString("id", batch.Id);
        json.WriteString("input_file_id", batch.InputFileId);
        json.WriteString("name", batch.Name);
        json.WriteString("metadata", batch.Metadata);
        json.WriteNumber("arrival", batch.Arrival.TotalSeconds);
        json.WriteString("stage", batch.Stage.ToString().ToLowerInvariant());
        json.WriteNumber("lines", batch.Lines);
        json.WriteNumber("executed_lines", batch.ExecutedLines);
        json.WriteNumber("input_tokens", batch.InputTokens);
        json.WriteNumber("output_tokens", batch.OutputTokens);
        json.WriteNumber("usd", batch.Usd);
        json.WriteString("first_custom_id", batch.FirstCustomId);
        json.WriteNumber("polls", batch.Polls);
        Time(json, "cancel_asked", batch.CancelAsked);
        Time(json, "ended", batch.Ended);
        Time(json, "deleted", batch.Deleted);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LedgerFile file)
    {
        json.WriteStartObject();
        json.WriteString("provider", file.Provider);
        json.WriteString("id", file.Id);
        json.WriteString("name", file.Name);
        json.WriteNumber("bytes", file.Bytes);
        json.WriteNumber("arrival", file.Arrival.TotalSeconds);
        json.WriteString("batch", file.Batch);
        Time(json, "deleted", file.Deleted);
        json.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        if (time is { } at)
            json.WriteNumber(name, at.TotalSeconds);
        else
            json.WriteNull(name);
    }
}
