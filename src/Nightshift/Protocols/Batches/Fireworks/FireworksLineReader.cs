using System.Text.Json;
using Nightshift.Protocols.Batches.OpenAi;

namespace Nightshift.Protocols.Batches.Fireworks;

/// <summary>Reads a result: as OpenAI's, but that the answer has no envelope (the shape is unverified, so that one with an envelope is read too).</summary>
internal static class FireworksLineReader
{
    public static BatchLine Read(JsonElement line, ReadOnlyMemory<byte> bytes)
    {
        var response = Json.Member(line, "response");
        var isBare = response.ValueKind == JsonValueKind.Object && !response.TryGetProperty("status_code", out _) && !response.TryGetProperty("body", out _);
        return isBare && Json.Word(line, "custom_id") is { } id
            ? new BatchLine.Answered(id, 200, ResultLines.Slice(bytes, response), RequestId: null)
            : OpenAiLine.Read(line, bytes);
    }
}
