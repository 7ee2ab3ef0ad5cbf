using System.Text.Json;
using System.Text.RegularExpressions;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Anthropic;

/// <summary>Anthropic's requests and results; the words of faults are those of its validator (seen 2026).</summary>
internal sealed partial class AnthropicLines : LineFormat
{
    private const int LongestId = 64;

    public override int MostRows => 100_000;

    public override long MostBytes => 256_000_000;

    public override LineFault Empty => new("empty", "requests: List should have at least 1 item after validation, not 0");

    public override LineFault TooManyRows => new("too_many", $"requests: List should have at most {MostRows} items after validation");

    public override LineFault TooManyBytes => new("request_too_large", "Request exceeds the maximum size");

    public override Row Read(JsonElement line, BatchOrder order) => new(
        line.TryGetProperty("custom_id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null,
        line.TryGetProperty("params", out var parameters) ? parameters : default, order.Endpoint, Model: null);

    public override IEnumerable<LineFault> Check(JsonElement line, Row row, BatchOrder order, string? firstModel, int number)
    {
        var at = $"requests.{number - 1}";
        if (row.CustomId is null)
            yield return Invalid($"{at}.custom_id: {(line.TryGetProperty("custom_id", out _) ? "Input should be a valid string" : "Field required")}");
        else if (row.CustomId.Length > LongestId)
            yield return Invalid($"{at}.custom_id: String should have at most {LongestId} characters");
        else if (!IdPattern().IsMatch(row.CustomId))
            yield return Invalid($"{at}.custom_id: String should match pattern '^[a-zA-Z0-9_-]{{1,64}}$'");
        if (row.Body.ValueKind != JsonValueKind.Object)
            yield return Invalid($"{at}.params: {(row.Body.ValueKind == JsonValueKind.Undefined ? "Field required" : "Input should be a valid dictionary")}");
    }

    public override LineFault BadJson(int number) => Invalid($"requests.{number - 1}: Input should be a valid dictionary");

    public override LineFault Duplicate(string customId, int number) => Invalid($"requests: custom_id's must be unique within a batch. Duplicate custom_id found: {customId}");

    public override ResultFile Write(Utf8JsonWriter json, ResultLine line)
    {
        json.WriteStartObject();
        if (line.CustomId is not null)
            json.WriteString("custom_id"u8, line.CustomId);
        json.WriteStartObject("result"u8);
        switch (line.Fate)
        {
            case RowFate.Answered { Empty: true }:
                json.WriteString("type"u8, "succeeded"u8);
                json.WriteNull("message"u8);
                break;
            case RowFate.Answered answered:
                json.WriteString("type"u8, "succeeded"u8);
                json.WritePropertyName("message"u8);
                answered.Endpoint.Write(json, answered.Completion);
                break;
            case RowFate.Refused { Refusal: var refusal }:
                Errored(json, refusal);
                break;
            case RowFate.Undone { Code: "batch_cancelled" }:
                json.WriteString("type"u8, "canceled"u8);
                break;
            case RowFate.Undone { Code: "batch_expired" }:
                json.WriteString("type"u8, "expired"u8);
                break;
            case RowFate.Undone undone:
                Errored(json, new(undone.Code == "request_timeout" ? 504 : 500, undone.Code, undone.Message));
                break;
        }

        json.WriteEndObject();
        json.WriteEndObject();
        return ResultFile.Output;
    }

    private static void Errored(Utf8JsonWriter json, Refusal refusal)
    {
        json.WriteString("type"u8, "errored"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, "error"u8);
        json.WritePropertyName("error"u8);
        ErrorShapes.AnthropicInner(json, refusal);
        json.WriteNull("request_id"u8);
        json.WriteEndObject();
    }

    private static LineFault Invalid(string message) => new("invalid_request_error", message);

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdPattern();
}
