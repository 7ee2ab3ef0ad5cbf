using System.Text.Json;

namespace Nightshift.Simulator.Endpoints;

/// <summary>The text of a content that is a string, or an array of parts with a text each; parts of other kinds count for nothing.</summary>
internal static class ContentTexts
{
    /// <summary>The text; null when the content is neither.</summary>
    public static string? Of(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString(),
        JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(Part)),
        _ => null,
    };

    private static string Part(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
