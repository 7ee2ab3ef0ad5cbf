using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Protocols.ChatCompletions;

/// <summary>Reads the body of a 2xx answer of <c>POST /chat/completions</c>. Lenient where compatible servers differ, strict about having an answer.</summary>
internal static class ChatReplyParser
{
    /// <summary>The reply, or null with the reason when there is none.</summary>
    public static Reply? Read(JsonElement root, out string? fault)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("choices", out var choices)
            || choices.ValueKind != JsonValueKind.Array
            || choices.GetArrayLength() == 0
            || choices[0] is not { ValueKind: JsonValueKind.Object } choice
            || !choice.TryGetProperty("message", out var message)
            || message.ValueKind != JsonValueKind.Object)
        {
            fault = "the answer has no choices[0].message";
            return null;
        }

        fault = null;
        return new Reply(Text(message), Ending(choice), ChatUsage.Read(root), Json.Text(root, "model"), Json.Text(message, "refusal"))
        {
            ServiceTier = Json.Text(root, "service_tier"),
        };
    }

    private static string Text(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content))
            return "";
        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            // Some compatible servers answer with typed parts (seen in Mistral's reasoning models, 2026-07).
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(part => Json.Text(part, "text"))),
            _ => "",
        };
    }

    private static ReplyEnding Ending(JsonElement choice) => Json.Text(choice, "finish_reason") switch
    {
        "length" or "max_tokens" or "model_length" => ReplyEnding.Truncated,
        "content_filter" => ReplyEnding.Filtered,
        _ => ReplyEnding.Complete,
    };
}
