using System.Text;
using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Protocols.GeminiGenerate;

/// <summary>Reads a GenerateContentResponse. Thoughts are not part of the answer, and are part of what is billed.</summary>
internal static class GeminiReplyParser
{
    /// <summary>The reply, or null with the reason when there is none.</summary>
    public static Reply? Read(JsonElement root, out string? fault)
    {
        fault = null;
        var model = Json.Text(root, "modelVersion");
        if (root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("candidates", out var candidates)
            && candidates.ValueKind == JsonValueKind.Array
            && candidates.GetArrayLength() > 0)
        {
            return new Reply(Text(candidates[0]), Ending(candidates[0]), Usage(root), model, null) { ServiceTier = ServiceTier(root) };
        }

        // A prompt that was blocked has no candidate.
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("promptFeedback", out var feedback) && Json.Text(feedback, "blockReason") is not null)
            return new Reply("", ReplyEnding.Filtered, Usage(root), model, null) { ServiceTier = ServiceTier(root) };
        fault = "the answer has no candidates";
        return null;
    }

    private static string Text(JsonElement candidate)
    {
        var text = new StringBuilder();
        if (candidate.ValueKind != JsonValueKind.Object || !candidate.TryGetProperty("content", out var content)
            || content.ValueKind != JsonValueKind.Object || !content.TryGetProperty("parts", out var parts) || parts.ValueKind != JsonValueKind.Array)
        {
            return "";
        }

        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Object && !(part.TryGetProperty("thought", out var thought) && thought.ValueKind == JsonValueKind.True))
                text.Append(Json.Text(part, "text"));
        }

        return text.ToString();
    }

    private static ReplyEnding Ending(JsonElement candidate) => Json.Text(candidate, "finishReason") switch
    {
        "MAX_TOKENS" => ReplyEnding.Truncated,
        "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" => ReplyEnding.Filtered,
        _ => ReplyEnding.Complete,
    };

    private static string? ServiceTier(JsonElement root) => root.TryGetProperty("usageMetadata", out var usage) ? Json.Text(usage, "serviceTier") : null;

    private static Usage? Usage(JsonElement root)
    {
        if (!root.TryGetProperty("usageMetadata", out var usage) || usage.ValueKind != JsonValueKind.Object)
            return null;
        var thoughts = Json.Count(usage, "thoughtsTokenCount");
        return new Usage(
            Json.Count(usage, "promptTokenCount") + Json.Count(usage, "toolUsePromptTokenCount"),
            Json.Count(usage, "candidatesTokenCount") + thoughts,
            Json.Count(usage, "cachedContentTokenCount"),
            thoughts);
    }
}
