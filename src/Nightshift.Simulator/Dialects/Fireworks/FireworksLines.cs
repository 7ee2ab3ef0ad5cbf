using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Fireworks;

/// <summary>Fireworks' lines: an id and a body; the result lines' exact shape is unverified.</summary>
internal sealed class FireworksLines : LineFormat
{
    public static readonly FireworksLines Instance = new();

    public override int MostRows => int.MaxValue;

    public override long MostBytes => 1_000_000_000;

    public override Row Read(JsonElement line, BatchOrder order) => new(
        Text(line, "custom_id"), line.TryGetProperty("body", out var body) ? body : default, order.Endpoint, order.Model);

    public override IEnumerable<LineFault> Check(JsonElement line, Row row, BatchOrder order, string? firstModel, int number)
    {
        if (row.CustomId is null)
            yield return new("invalid_argument", $"Line {number}: custom_id is required.", "custom_id", number);
        if (row.Body.ValueKind != JsonValueKind.Object)
            yield return new("invalid_argument", $"Line {number}: body is required.", "body", number);
    }

    public override ResultFile Write(Utf8JsonWriter json, ResultLine line)
    {
        if (line.Fate is RowFate.Undone { Code: not ("request_timeout" or "server_error") })
            return ResultFile.None;
        json.WriteStartObject();
        if (line.CustomId is not null)
            json.WriteString("custom_id"u8, line.CustomId);
        if (line.Fate is RowFate.Answered answered)
        {
            json.WritePropertyName("response"u8);
            if (answered.Empty)
                json.WriteNullValue();
            else
                answered.Endpoint.Write(json, answered.Completion);
            json.WriteEndObject();
            return ResultFile.Output;
        }

        var refusal = line.Fate switch
        {
            RowFate.Refused refused => refused.Refusal,
            RowFate.Undone undone => new Refusal(500, undone.Code, undone.Message),
            _ => throw new InvalidOperationException("a row is answered, refused or undone"),
        };
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, refusal.Status);
        json.WriteString("message"u8, refusal.Message);
        json.WriteEndObject();
        json.WriteEndObject();
        return ResultFile.Error;
    }

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
