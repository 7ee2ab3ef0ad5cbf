using System.Text.Json;

namespace Nightshift.Protocols.Batches.Anthropic;

/// <summary>Reads a result: <c>{"custom_id","result":{"type","message"|"error"}}</c>.</summary>
internal static class AnthropicLineReader
{
    public static BatchLine Read(JsonElement line, ReadOnlyMemory<byte> json)
    {
        if (Json.Word(line, "custom_id") is not { } id)
            return new BatchLine.Malformed("no custom_id");
        var result = Json.Member(line, "result");
        return Json.Text(result, "type") switch
        {
            "succeeded" => new BatchLine.Answered(id, 200, ResultLines.Slice(json, Json.Member(result, "message")), RequestId: null),
            "errored" when Json.Member(result, "error") is { ValueKind: JsonValueKind.Object } error =>
                new BatchLine.Answered(id, StatusOf(error), ResultLines.Slice(json, error), Json.Word(error, "request_id")),
            "canceled" => new BatchLine.NotDone(id, NotDoneCause.Cancelled, "the batch was cancelled before this request ran"),
            "expired" => new BatchLine.NotDone(id, NotDoneCause.Expired, "the batch expired before this request ran"),
            var type => new BatchLine.Malformed($"no result of type '{type}'"),
        };
    }

    /// <summary>What such an error has live (errors page, 2026-08). The error stands within an error object.</summary>
    private static int StatusOf(JsonElement error) => (Json.Text(Json.Member(error, "error"), "type") ?? Json.Text(error, "type")) switch
    {
        "invalid_request_error" => 400,
        "authentication_error" => 401,
        "billing_error" => 402,
        "permission_error" => 403,
        "not_found_error" => 404,
        "conflict_error" => 409,
        "request_too_large" => 413,
        "rate_limit_error" => 429,
        "timeout_error" => 504,
        "overloaded_error" => 529,
        _ => 500,
    };
}
