using System.Text.Json;

namespace Nightshift.Validation;

/// <summary>What Gemini demands of a request in a batch. One malformed row refuses the whole batch (seen 2026).</summary>
internal static class GenerateContentBody
{
    /// <summary>Tells the faults; how many texts are to be embedded.</summary>
    public static long Check(JsonElement body, Action<FaultKind, string> add)
    {
        // One text to embed has its content alone.
        if (body.TryGetProperty("content", out var content))
        {
            if (!HasParts(content))
                add(FaultKind.BadMessage, "has a 'content' without parts; add {\"parts\":[{\"text\":…}]}");
            return 1;
        }

        if (!body.TryGetProperty("contents", out var contents) || contents.ValueKind != JsonValueKind.Array || contents.GetArrayLength() == 0)
        {
            add(FaultKind.MissingInput, "has a request without contents; add at least one");
            return 0;
        }

        var number = 0;
        foreach (var turn in contents.EnumerateArray())
        {
            number++;
            if (!HasParts(turn))
                add(FaultKind.BadMessage, $"has a content ({number}) without parts; add {{\"parts\":[{{\"text\":…}}]}}");
            else if (turn.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String && !IsRole(role))
                add(FaultKind.BadMessage, $"has a content ({number}) with an unknown role; it is user or model, and a system text stands in systemInstruction");
        }

        return 0;
    }

    private static bool IsRole(JsonElement role) => role.ValueEquals("user"u8) || role.ValueEquals("model"u8) || role.ValueEquals("function"u8);

    private static bool HasParts(JsonElement turn) =>
        turn.ValueKind == JsonValueKind.Object && turn.TryGetProperty("parts", out var parts)
        && (parts.ValueKind == JsonValueKind.Object || (parts.ValueKind == JsonValueKind.Array && parts.GetArrayLength() > 0));
}
