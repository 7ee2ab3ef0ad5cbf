using System.Text.Json;
using Nightshift.Protocols.Batches.OpenAi;

namespace Nightshift.Protocols.Batches.Gemini;

/// <summary>
/// Reads a result: <c>{"key","response"|"error"}</c> of a file, <c>{"response"|"error","metadata":{"key"}}</c> of a batch. One without a
/// key belongs to nobody: by their position 17,148 pages were mixed up (sourcelibrary-v2 135).
/// </summary>
internal static class GeminiLineReader
{
    public static BatchLine Read(JsonElement line, ReadOnlyMemory<byte> json)
    {
        if ((Json.Word(line, "key") ?? KeyOf(Json.Member(line, "metadata"))) is not { } key)
            return new BatchLine.Malformed("no key");
        if (Json.Member(line, "response") is { ValueKind: not JsonValueKind.Undefined } response)
            return new BatchLine.Answered(key, 200, ResultLines.Slice(json, response), Json.Word(response, "responseId"));
        if (Json.Member(line, "error") is not { ValueKind: JsonValueKind.Object } error)
            return new BatchLine.Malformed("neither response nor error");
        var code = Json.Count(error, "code");
        return code == RpcCode.Cancelled
            ? new BatchLine.NotDone(key, NotDoneCause.Cancelled, Json.Text(error, "message") ?? "the batch was cancelled")
            : new BatchLine.Answered(key, RpcCode.HttpStatus(code), OpenAiLine.Wrapped(ResultLines.Slice(json, error).Span), RequestId: null);
    }

    /// <summary>The metadata comes back as it went up: ours has one text.</summary>
    private static string? KeyOf(JsonElement metadata) => metadata.ValueKind == JsonValueKind.Object
        ? metadata.EnumerateObject().Select(member => Json.Word(metadata, member.Name)).FirstOrDefault(text => text is not null)
        : null;
}
