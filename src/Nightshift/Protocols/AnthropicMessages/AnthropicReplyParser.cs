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
        return new Reply(Text(content), Ending(stop), Usage(message), Json.Text(message, "model"), stop == "refusal" ? "the model refused to answer" : null);
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
        var cached = Json.Count(usage, "cache_read_input_tokens");
        return new Usage(
            Json.Count(usage, "input_tokens") + Json.Count(usage, "cache_creation_input_tokens") + cached, Json.Count(usage, "output_tokens"), cached, 0);
    }
}
