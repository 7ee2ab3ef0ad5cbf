using System.Text.Json;

namespace Nightshift.Protocols.Batches.OpenAi;

/// <summary>
/// Reads a line of an output or error file. An HTTP error stands in the response's body beside a null error (openai-openapi#302); vLLM and
/// others write it into the line's error and leave the body out (artefactual PR 332); what was not done has no response.
/// </summary>
internal static class OpenAiLine
{
    /// <summary>What the line says.</summary>
    /// <param name="line">The line.</param>
    /// <param name="bytes">Its bytes.</param>
    public static BatchLine Read(JsonElement line, ReadOnlyMemory<byte> bytes)
    {
        if (Json.Word(line, "custom_id") is not { } customId)
            return new BatchLine.Malformed("no custom_id");
        var response = Json.Member(line, "response");
        var error = Json.Member(line, "error");
        if (SaysSomething(error))
            return Error(customId, error, StatusOf(response), response, bytes);
        if (response.ValueKind != JsonValueKind.Object)
            return new BatchLine.Malformed("neither a response nor an error");
        var body = Json.Member(response, "body");
        var status = StatusOf(response) ?? (SaysSomething(Json.Member(body, "error")) ? 500 : 200);
        return new BatchLine.Answered(customId, status, ResultLines.Slice(bytes, body), Json.Word(response, "request_id"));
    }

    private static BatchLine Error(string customId, JsonElement error, int? status, JsonElement response, ReadOnlyMemory<byte> bytes)
    {
        var code = Json.Word(error, "code");
        var message = Json.Word(error, "message") ?? (error.ValueKind == JsonValueKind.String ? error.GetString()! : code ?? "no reason was given");
        NotDoneCause? cause = code switch
        {
            "batch_expired" => NotDoneCause.Expired,
            "batch_cancelled" or "batch_canceled" => NotDoneCause.Cancelled,
            "request_timeout" => NotDoneCause.Failed,
            _ => null,
        };
        if (cause is { } why)
            return new BatchLine.NotDone(customId, why, message);
        status = status is >= 400 ? status : ErrorStatus(error, code);
        return status is { } known
            ? new BatchLine.Answered(customId, known, Wrapped(ResultLines.Slice(bytes, error).Span), Json.Word(response, "request_id"))
            : new BatchLine.NotDone(customId, NotDoneCause.Failed, message);
    }

    /// <summary>The status that the live endpoint gives with such an error: vLLM puts it into the code, others leave it to the words.</summary>
    private static int? ErrorStatus(JsonElement error, string? code) => Json.CountOrNull(error, "code") is >= 400 and < 600 and var status ? (int)status
        : FromWord(code) ?? FromWord(Json.Word(error, "type"));

    private static int? FromWord(string? word) => word switch
    {
        "invalid_request" or "invalid_request_error" or "BadRequestError" or "context_length_exceeded" or "content_filter" => 400,
        "authentication_error" or "invalid_api_key" => 401,
        "model_not_found" or "not_found_error" or "NotFoundError" => 404,
        "rate_limit_exceeded" or "insufficient_quota" or "tokens" or "requests" => 429,
        "server_error" or "InternalServerError" => 500,
        "overloaded" => 503,
        _ => null,
    };

    private static int? StatusOf(JsonElement response) => Json.CountOrNull(response, "status_code") is >= 100 and < 600 and var status ? (int)status : null;

    private static bool SaysSomething(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.Object => error.EnumerateObject().Any(),
        JsonValueKind.String => error.GetString()!.Length > 0,
        _ => false,
    };

    /// <summary>An error as the body of a live answer has it.</summary>
    public static byte[] Wrapped(ReadOnlySpan<byte> error) => [.. "{\"error\":"u8, .. error, (byte)'}'];
}
