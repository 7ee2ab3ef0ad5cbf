using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Protocols.ChatCompletions;

/// <summary>The <c>usage</c> member of a chat completion: cached tokens are part of the prompt's, reasoning tokens of the completion's.</summary>
internal static class ChatUsage
{
    /// <summary>The usage, or null when the answer carries none.</summary>
    public static Usage? Read(JsonElement root)
    {
        if (!root.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
            return null;
        return new Usage(
            Json.Count(usage, "prompt_tokens"),
            Json.Count(usage, "completion_tokens"),
            Detail(usage, "prompt_tokens_details", "cached_tokens"),
            Detail(usage, "completion_tokens_details", "reasoning_tokens"))
        {
            CacheWriteTokens = Detail(usage, "prompt_tokens_details", "cache_write_tokens"),
        };
    }

    private static long Detail(JsonElement usage, string group, string member) =>
        usage.TryGetProperty(group, out var details) ? Json.Count(details, member) : 0;
}
