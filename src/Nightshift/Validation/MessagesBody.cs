using System.Text.Json;

namespace Nightshift.Validation;

/// <summary>What Anthropic's messages demand of a request in a batch. Anthropic looks at it only when the row runs, and then it is an errored row.</summary>
internal static class MessagesBody
{
    /// <summary>Not for batches (documentation, 2026-08).</summary>
    private static readonly string[] LiveOnly = ["speed", "store", "previous_thread_event_id", "cache_hint", "context_hint"];

    /// <summary>Tells the faults; nothing is embedded here.</summary>
    public static long Check(JsonElement body, Action<FaultKind, string> add)
    {
        if (body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True)
            add(FaultKind.Streaming, "asks for a stream ('stream': true), which batches do not take; take that out");
        // Batches refuse 0, which the live endpoint takes (seen 2026).
        if (!body.TryGetProperty("max_tokens", out var most))
            add(FaultKind.BadMaxTokens, "has a request without max_tokens; add it");
        else if (most.ValueKind != JsonValueKind.Number || !most.TryGetInt64(out var tokens) || tokens < 1)
            add(FaultKind.BadMaxTokens, "has max_tokens that is not a whole number of 1 or more; mend it");
        foreach (var member in LiveOnly.Where(member => body.TryGetProperty(member, out _)))
            add(FaultKind.Unsupported, $"has '{member}', which batches do not take; take it out");
        CheckMessages(body, add);
        return 0;
    }

    private static void CheckMessages(JsonElement body, Action<FaultKind, string> add)
    {
        if (!body.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            add(FaultKind.MissingInput, "has a request without messages; add at least one");
            return;
        }

        var number = 0;
        foreach (var message in messages.EnumerateArray())
        {
            number++;
            if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("role", out var role) || role.ValueKind != JsonValueKind.String)
                add(FaultKind.BadMessage, $"has a message ({number}) without a role; it is user or assistant");
            else if (role.ValueEquals("system"u8))
                add(FaultKind.BadMessage, $"has a message ({number}) with the role system; put its text into the member 'system'");
            else if (!role.ValueEquals("user"u8) && !role.ValueEquals("assistant"u8))
                add(FaultKind.BadMessage, $"has a message ({number}) with an unknown role; it is user or assistant");
            else if (!HasContent(message))
                add(FaultKind.BadMessage, $"has a message ({number}) without content; say something in it");
        }
    }

    private static bool HasContent(JsonElement message) => message.TryGetProperty("content", out var content) && content.ValueKind switch
    {
        JsonValueKind.String => !content.ValueEquals(""),
        JsonValueKind.Array => content.GetArrayLength() > 0,
        _ => false,
    };
}
