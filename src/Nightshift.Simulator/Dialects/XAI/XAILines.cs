using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Chat;
using Nightshift.Simulator.Endpoints;

namespace Nightshift.Simulator.Dialects.XAI;

/// <summary>xAI's rows: OpenAI's lines in files, requests by kind inline. Whatever was asked, the result is a chat completion (recorded 2026-08).</summary>
internal sealed class XAILines : LineFormat
{
    public static readonly XAILines Instance = new();

    // An empty batch is filled later.
    public override LineFault? Empty => null;

    public override Row Read(JsonElement line, BatchOrder order)
    {
        if (line.TryGetProperty("batch_request", out var request) && request.ValueKind == JsonValueKind.Object)
        {
            var (endpoint, body) = request.TryGetProperty("responses", out var responses) ? (EndpointSet.Responses, responses)
                : request.TryGetProperty("chat_get_completion", out var chat) ? (EndpointSet.Chat, chat)
                : ((Endpoint?)null, default);
            return new(Text(line, "batch_request_id"), body, endpoint, Model: null);
        }

        return new(Text(line, "custom_id"), line.TryGetProperty("body", out var given) ? given : default, Text(line, "url") is { } url ? EndpointSet.ByPath(url) : null, Model: null);
    }

    public override IEnumerable<LineFault> Check(JsonElement line, Row row, BatchOrder order, string? firstModel, int number)
    {
        if (row.Body.ValueKind != JsonValueKind.Object)
            yield return new("invalid_argument", $"Line {number} has no request.", "body", number);
        if (row.CustomId is null)
            yield return new("invalid_argument", $"Line {number} has no custom_id.", "custom_id", number);
        if (row.Endpoint is null)
            yield return new("invalid_argument", $"Line {number} names no endpoint that there is.", "url", number);
    }

    public override ResultFile Write(Utf8JsonWriter json, ResultLine line)
    {
        if (line.Fate is RowFate.Undone { Code: "batch_cancelled" })
            return ResultFile.None;
        json.WriteStartObject();
        if (line.CustomId is not null)
            json.WriteString("batch_request_id"u8, line.CustomId);
        switch (line.Fate)
        {
            case RowFate.Answered answered:
                json.WriteStartObject("batch_result"u8);
                json.WriteStartObject("response"u8);
                json.WritePropertyName("chat_get_completion"u8);
                if (answered.Empty)
                    json.WriteNullValue();
                else
                    CompletionJson.Write(json, answered.Completion);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case RowFate.Refused { Refusal: var refusal }:
                Error(json, refusal.Status, refusal.Message);
                break;
            case RowFate.Undone undone:
                Error(json, 504, undone.Message);
                break;
        }

        json.WriteEndObject();
        return ResultFile.Output;
    }

    // Where exactly an error stands is unverified: batchwork's adapter (2026-08) reads both places.
    private static void Error(Utf8JsonWriter json, int code, string message)
    {
        json.WriteStartObject("batch_result"u8);
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, code);
        json.WriteString("message"u8, message);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("error_message"u8, message);
    }

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
