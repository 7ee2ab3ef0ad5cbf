using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Endpoints;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.OpenAI;

/// <summary>The lines of OpenAI's inputs and results (Batch guide, 2026-07; recorded results of 2026-08).</summary>
internal sealed class OpenAILines : LineFormat
{
    public int Rows { get; init; } = 50_000;

    public long Bytes { get; init; } = 200_000_000;

    public bool MethodAndUrlRequired { get; init; } = true;

    /// <summary>Whether models and endpoints may differ from line to line.</summary>
    public bool Mixes { get; init; }

    /// <summary>Whether result lines have an id of their own.</summary>
    public bool WritesId { get; init; } = true;

    public override int MostRows => Rows;

    public override long MostBytes => Bytes;

    public override Row Read(JsonElement line, BatchOrder order)
    {
        var endpoint = Mixes && Text(line, "url") is { } url ? EndpointSet.ByPath(url) : order.Endpoint;
        return new(Text(line, "custom_id"), line.TryGetProperty("body", out var body) ? body : default, endpoint, Model: null);
    }

    public override IEnumerable<LineFault> Check(JsonElement line, Row row, BatchOrder order, string? firstModel, int number)
    {
        if (row.CustomId is null)
            yield return Missing("custom_id", number);
        if (MethodAndUrlRequired && Text(line, "method") is null)
            yield return Missing("method", number);
        // The code for another method is unverified.
        else if (Text(line, "method") is not (null or "POST"))
            yield return new("invalid_method", "Invalid method: only POST is supported.", "method", number);
        if (MethodAndUrlRequired && Text(line, "url") is null)
            yield return Missing("url", number);
        else if (!Mixes && Text(line, "url") is { } url && url != order.EndpointPath)
            yield return new("invalid_url", $"The URL provided for this request ('{url}') does not match the batch endpoint ('{order.EndpointPath}').", "url", number);
        if (row.Body.ValueKind != JsonValueKind.Object)
        {
            yield return Missing("body", number);
            yield break;
        }

        foreach (var fault in CheckBody(row, order, firstModel, number))
            yield return fault;
    }

    public override ResultFile Write(Utf8JsonWriter json, ResultLine line)
    {
        json.WriteStartObject();
        if (WritesId)
            json.WriteString("id"u8, $"batch_req_{line.Id}");
        if (line.CustomId is not null)
            json.WriteString("custom_id"u8, line.CustomId);
        var file = Fate(json, line);
        json.WriteEndObject();
        return file;
    }

    private static ResultFile Fate(Utf8JsonWriter json, ResultLine line)
    {
        switch (line.Fate)
        {
            case RowFate.Answered answered:
                Opening(json, line, 200);
                if (answered.Empty)
                    json.WriteNullValue();
                else
                    answered.Endpoint.Write(json, answered.Completion);
                json.WriteEndObject();
                json.WriteNull("error"u8);
                return ResultFile.Output;
            case RowFate.Refused { Outside: true, Refusal: var refusal }:
                json.WriteStartObject("error"u8);
                json.WriteString("code"u8, refusal.Code ?? refusal.Type);
                json.WriteString("message"u8, refusal.Message);
                json.WriteEndObject();
                return ResultFile.Error;
            case RowFate.Refused { Refusal: var refusal }:
                Opening(json, line, refusal.Status);
                ErrorShapes.OpenAI(json, refusal, "");
                json.WriteEndObject();
                json.WriteNull("error"u8);
                return ResultFile.Error;
            case RowFate.Undone undone:
                json.WriteNull("response"u8);
                json.WriteStartObject("error"u8);
                json.WriteString("code"u8, undone.Code);
                json.WriteString("message"u8, undone.Message);
                json.WriteEndObject();
                return ResultFile.Error;
            default:
                throw new InvalidOperationException("a row is answered, refused or undone");
        }
    }

    private static void Opening(Utf8JsonWriter json, ResultLine line, int status)
    {
        json.WriteStartObject("response"u8);
        json.WriteNumber("status_code"u8, status);
        json.WriteString("request_id"u8, Ids.Uuid(line.Batch.Number, (ulong)line.Index));
        json.WritePropertyName("body"u8);
    }

    private IEnumerable<LineFault> CheckBody(Row row, BatchOrder order, string? firstModel, int number)
    {
        if (row.Body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True)
            yield return new("streaming_unsupported", "Streaming is not supported in the Batch API.", "body.stream", number);
        if (Text(row.Body, "model") is not { } model)
            yield return new("invalid_request", "Missing required parameter: 'model'.", "body.model", number);
        else if (model.Contains("no-such-model", StringComparison.Ordinal))
            yield return new("model_not_found", $"The provided model '{model}' is not supported by the Batch API.", "body.model", number);
        else if (!Mixes && firstModel is not null && model != firstModel)
            yield return new("mismatched_model", $"The provided model '{model}' does not match the model of the first request ('{firstModel}').", "body.model", number);
        var needed = row.Endpoint == EndpointSet.Chat ? "messages" : row.Endpoint is null ? null : "input";
        if (needed is not null && !row.Body.TryGetProperty(needed, out _))
            yield return new("invalid_request", $"Missing required parameter: '{needed}'.", $"body.{needed}", number);
    }

    private static LineFault Missing(string name, int number) => new("missing_required_parameter", $"Missing required parameter: '{name}'.", name, number);

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
