using System.Globalization;
using System.Text.Json;

namespace Nightshift.Protocols;

/// <summary>Forgiving look-ups in what a provider sent: a member of another type counts as absent.</summary>
internal static class Json
{
    /// <summary>The text of a string member, else null.</summary>
    public static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>A count: a number, or a number in a string (Gemini and Vertex send those, 2026-08), else 0.</summary>
    public static long Count(JsonElement element, string member)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(member, out var value))
            return 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var count) => Math.Max(0, count),
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) => count,
            _ => 0,
        };
    }
}
