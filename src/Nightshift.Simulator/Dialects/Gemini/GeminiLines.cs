using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Gemini;

/// <summary>Gemini's rows: in files with a key, inline with metadata that comes back as it was.</summary>
internal sealed class GeminiLines : LineFormat
{
    public static readonly GeminiLines Instance = new();

    // There is no limit of rows, only of bytes and of tokens (2026-08).
    public override int MostRows => int.MaxValue;

    public override long MostBytes => 2_000_000_000;

    public override Row Read(JsonElement line, BatchOrder order)
    {
        var id = Text(line, "key");
        if (id is null && line.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object)
            id = metadata.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String).Select(member => member.Value.GetString()).FirstOrDefault();
        return new(id, line.TryGetProperty("request", out var request) ? request : default, order.Endpoint, order.Model);
    }

    public override IEnumerable<LineFault> Check(JsonElement line, Row row, BatchOrder order, string? firstModel, int number)
    {
        if (row.Body.ValueKind != JsonValueKind.Object)
            yield return new("INVALID_ARGUMENT", $"Invalid request at index {number - 1}: request is required.", "request", number);
        else if (order.Inline && order.Endpoint!.Parse(row.Body, order.Model) is Chat.ParsedChat.Refused refused)
            yield return new("INVALID_ARGUMENT", refused.Refusal.Message, "request", number);
        // A key that is missing is let through, and then its answer has none either.
    }

    public override ResultFile Write(Utf8JsonWriter json, ResultLine line)
    {
        if (line.Fate is RowFate.Undone { Code: not ("request_timeout" or "server_error") })
            return ResultFile.None;
        json.WriteStartObject();
        var inline = GeminiBatches.IsInline(line.Batch);
        if (!inline && line.CustomId is not null)
            json.WriteString("key"u8, line.CustomId);
        switch (line.Fate)
        {
            case RowFate.Answered { Empty: true }:
                json.WriteStartObject("response"u8);
                json.WriteEndObject();
                break;
            case RowFate.Answered answered:
                json.WritePropertyName("response"u8);
                answered.Endpoint.Write(json, answered.Completion);
                break;
            case RowFate.Refused { Refusal: var refusal }:
                Error(json, refusal);
                break;
            case RowFate.Undone undone:
                Error(json, new(undone.Code == "request_timeout" ? 504 : 500, undone.Code, undone.Message));
                break;
        }

        if (inline && line.CustomId is not null)
            Metadata(json, line);
        json.WriteEndObject();
        return ResultFile.Output;
    }

    private static void Metadata(Utf8JsonWriter json, ResultLine line)
    {
        json.WritePropertyName("metadata"u8);
        if (line.Sent.TryGetProperty("metadata", out var metadata) && line.CustomId == Instance.Read(line.Sent, line.Batch.Order).CustomId)
        {
            metadata.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("key"u8, line.CustomId);
        json.WriteEndObject();
    }

    // The code is gRPC's for bad arguments and HTTP's for the rest: both were seen (2026-08).
    private static void Error(Utf8JsonWriter json, Refusal refusal)
    {
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, refusal.Status == 400 ? 3 : refusal.Status);
        json.WriteString("message"u8, refusal.Message);
        json.WriteEndObject();
    }

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
