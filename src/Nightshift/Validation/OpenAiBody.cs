using System.Text.Json;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Validation;

/// <summary>What OpenAI's endpoints, and those that follow them, demand of a request in a batch.</summary>
internal static class OpenAiBody
{
    /// <summary>The members of which an endpoint needs one.</summary>
    private static readonly Dictionary<string, string[]> Inputs = new(StringComparer.Ordinal)
    {
        ["/v1/embeddings"] = ["input"],
        ["/v4/embeddings"] = ["input"],
        ["/v1/moderations"] = ["input"],
        ["/v1/responses"] = ["input", "prompt", "conversation"],
        ["/v1/completions"] = ["prompt"],
        ["/v1/images/generations"] = ["prompt"],
        ["/v1/images/edits"] = ["prompt"],
        ["/v1/videos"] = ["prompt"],
    };

    /// <summary>Tells the faults; how many texts are to be embedded.</summary>
    /// <param name="body">The request.</param>
    /// <param name="url">Where it goes; null for chat.</param>
    /// <param name="add">Takes the faults.</param>
    public static long Check(JsonElement body, string? url, Action<FaultKind, string> add)
    {
        if (ChatRequestRules.CheckStream(body) is { } stream)
            add(FaultKind.Streaming, stream);
        // An endpoint that is not known here may want anything.
        if (url is null || url.EndsWith("/chat/completions", StringComparison.Ordinal) || body.TryGetProperty("messages", out _))
            CheckMessages(body, add);
        else
            CheckInput(body, url, add);
        return url is not null && url.EndsWith("/embeddings", StringComparison.Ordinal) ? TextsIn(body) : 0;
    }

    private static void CheckMessages(JsonElement body, Action<FaultKind, string> add)
    {
        if (ChatRequestRules.CheckMessages(body) is { } missing)
        {
            add(FaultKind.MissingInput, $"{missing}; add at least one");
            return;
        }

        var index = 0;
        foreach (var message in body.GetProperty("messages").EnumerateArray())
        {
            if (ChatRequestRules.CheckMessage(message, index++) is { } fault)
                add(FaultKind.BadMessage, fault);
        }
    }

    private static void CheckInput(JsonElement body, string url, Action<FaultKind, string> add)
    {
        if (Inputs.GetValueOrDefault(url) is { } needs && !needs.Any(member => IsThere(body, member)))
            add(FaultKind.MissingInput, $"has a request without '{needs[0]}'; {url} needs one");
    }

    private static bool IsThere(JsonElement body, string member) => body.TryGetProperty(member, out var value) && value.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.String => !value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => true,
    };

    // An array of numbers is one text, as tokens.
    private static long TextsIn(JsonElement body) =>
        body.TryGetProperty("input", out var input) && input.ValueKind == JsonValueKind.Array && input.GetArrayLength() > 0 && input[0].ValueKind != JsonValueKind.Number
            ? input.GetArrayLength()
            : 1;
}
