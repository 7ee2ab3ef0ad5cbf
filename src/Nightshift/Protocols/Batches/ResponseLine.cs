using System.Text.Json;

namespace Nightshift.Protocols.Batches;

/// <summary>
/// Reads a result of the shape that OpenAI began with: <c>{"custom_id","response":{"status_code","body"},"error"}</c>. Every member but
/// the first may be missing somewhere.
/// </summary>
internal static class ResponseLine
{
    public static BatchLine Read(JsonElement line, ReadOnlyMemory<byte> json)
    {
        if (Json.Word(line, "custom_id") is not { } id)
            return new BatchLine.Malformed("no custom_id");
        return (Json.Member(line, "response"), Json.Member(line, "error")) switch
        {
            ({ ValueKind: JsonValueKind.Object } response, _) => Answered(id, response, json),
            (_, { ValueKind: JsonValueKind.Object or JsonValueKind.String } error) => Failed(id, error),
            _ => new BatchLine.Malformed("neither response nor error"),
        };
    }

    // Fireworks gives the answer without an envelope (unverified).
    private static BatchLine.Answered Answered(string id, JsonElement response, ReadOnlyMemory<byte> json)
    {
        var hasEnvelope = response.TryGetProperty("status_code", out _) || response.TryGetProperty("body", out _);
        var status = Json.Count(response, "status_code") is var given and >= 100 and < 600 ? (int)given : 200;
        var body = hasEnvelope ? Json.Member(response, "body") : response;
        return new(id, status, ResultLines.Slice(json, body), Json.Word(response, "request_id"));
    }

    private static BatchLine Failed(string id, JsonElement error)
    {
        var message = error.ValueKind == JsonValueKind.String ? error.GetString()! : Json.Word(error, "message") ?? "no reason is given";
        return (Json.Text(error, "code"), StatusOf(error)) switch
        {
            ("batch_expired", _) => new BatchLine.NotDone(id, NotDoneCause.Expired, message),
            ("batch_cancelled", _) => new BatchLine.NotDone(id, NotDoneCause.Cancelled, message),
            (_, { } status) => new BatchLine.Answered(id, status, ResultLines.AsError(error), RequestId: null),
            _ => new BatchLine.NotDone(id, NotDoneCause.Failed, message),
        };
    }

    /// <summary>The HTTP status that such an error has live; null when it does not tell.</summary>
    private static int? StatusOf(JsonElement error) => Json.Count(error, "code") switch
    {
        var code and >= 400 and < 600 => (int)code,
        _ when Json.Text(error, "type") == "invalid_request_error" => 400,
        _ => null,
    };
}
