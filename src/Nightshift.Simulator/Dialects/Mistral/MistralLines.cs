using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Mistral;

/// <summary>Mistral's lines: an id and a body, without method and url (recorded results of 2026-08).</summary>
internal sealed class MistralLines : LineFormat
{
    public static readonly MistralLines Instance = new();

    // Its own pages contradict each other: this is the smaller number (known limitations, 2026-08).
    public override int MostRows => 100_000;

    public override long MostBytes => 512_000_000;

    public override Row Read(JsonElement line, BatchOrder order) => new(
        Text(line, "custom_id"), line.TryGetProperty("body", out var body) ? body : default, order.Endpoint, order.Model);

    public override IEnumerable<LineFault> Check(JsonElement line, Row row, BatchOrder order, string? firstModel, int number)
    {
        if (row.Body.ValueKind != JsonValueKind.Object)
            yield return new("invalid_line", $"Line {number}: body: Field required", "body", number);
        else if (order.Model is null && Text(row.Body, "model") is null)
            yield return new("invalid_line", $"Line {number}: model is required on the job or in the body", "body.model", number);
        else if (order.Model is null && firstModel is not null && Text(row.Body, "model") != firstModel)
            yield return new("invalid_line", $"Line {number}: all requests of a job have one model", "body.model", number);
    }

    public override ResultFile Write(Utf8JsonWriter json, ResultLine line)
    {
        if (line.Fate is RowFate.Undone { Code: not ("request_timeout" or "server_error") })
            return ResultFile.None;
        json.WriteStartObject();
        json.WriteString("id"u8, $"batch-{line.Batch.Order.Id[..8]}-{line.Batch.Order.InputFileId![..8]}-{line.Index}");
        if (line.CustomId is not null)
            json.WriteString("custom_id"u8, line.CustomId);
        var refusal = line.Fate switch
        {
            RowFate.Refused refused => refused.Refusal,
            RowFate.Undone undone => new Refusal(undone.Code == "request_timeout" ? 504 : 500, undone.Code, undone.Message),
            _ => null,
        };
        if (line.Fate is RowFate.Refused { Outside: true })
        {
            json.WritePropertyName("error"u8);
            ErrorShapes.Mistral(json, refusal!, "");
        }
        else
        {
            Response(json, line, refusal);
            json.WriteNull("error"u8);
        }

        json.WriteEndObject();
        return refusal is null ? ResultFile.Output : ResultFile.Error;
    }

    private static void Response(Utf8JsonWriter json, ResultLine line, Refusal? refusal)
    {
        json.WriteStartObject("response"u8);
        json.WriteNumber("status_code"u8, refusal?.Status ?? 200);
        json.WritePropertyName("body"u8);
        if (refusal is not null)
            ErrorShapes.Mistral(json, refusal, "");
        else if (line.Fate is RowFate.Answered { Empty: false } answered)
            answered.Endpoint.Write(json, answered.Completion);
        else
            json.WriteNullValue();
        json.WriteEndObject();
    }

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
