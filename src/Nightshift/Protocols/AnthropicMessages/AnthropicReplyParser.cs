using System.Text;
using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Protocols.AnthropicMessages;

/// <summary>Reads a message: text blocks, or the input of the tool that stands for the schema.</summary>
internal static class AnthropicReplyParser
{
    /// <summary>The reply, or null with the reason when there is none.</summary>
    public static Reply? Read(JsonElement message, out string? fault)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.Array)
        {
            fault = "the answer has no content";
            return null;
        }

        fault = null;
        var stop = Json.Text(message, "stop_reason");
        return new Reply(Text(content), Ending(stop), Usage(message), Json.Text(message, "model"), stop == "refusal" ? "the model refused to answer" : null)
        {
            ServiceTier = message.TryGetProperty("usage", out var usage) ? Json.Text(usage, "service_tier") : null,
        };
    }

    private static string Text(JsonElement content)
    {
        var text = new StringBuilder();
        foreach (var block in content.EnumerateArray())
        {
            if (Json.Text(block, "type") == "text")
                text.Append(Json.Text(block, "text"));
            else if (Json.Text(block, "type") == "tool_use" && block.TryGetProperty("input", out var input))
                text.Append(input.GetRawText());
        }

        return text.ToString();
    }

    private static ReplyEnding Ending(string? stopReason) => stopReason switch
    {
        "max_tokens" or "model_context_window_exceeded" => ReplyEnding.Truncated,
        _ => ReplyEnding.Complete,
    };

    /// <summary>Its <c>input_tokens</c> are those that the cache did not see; ours are all of them.</summary>
    private static Usage? Usage(JsonElement message)
    {
        if (!message.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
            return null;
        var read = Json.Count(usage, "cache_read_input_tokens");
        var written = Json.Count(usage, "cache_creation_input_tokens");
        var writtenForAnHour = usage.TryGetProperty("cache_creation", out var writes) ? Math.Min(written, Json.Count(writes, "ephemeral_1h_input_tokens")) : 0;
        return new Usage(Json.Count(usage, "input_tokens") + written + read, Json.Count(usage, "output_tokens"), read)
        {
            CacheWriteTokens = written - writtenForAnHour, HourCacheWriteTokens = writtenForAnHour,
        };
    }
}
