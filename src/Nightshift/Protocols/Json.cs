using System.Globalization;
using System.Text.Json;

namespace Nightshift.Protocols;

/// <summary>Forgiving look-ups in what a provider sent: a member of another type counts as absent.</summary>
internal static class Json
{
    /// <summary>The year 9999 ends before.</summary>
    private const long MostSeconds = 253_402_300_800;

    /// <summary>The text of a string member, else null.</summary>
    public static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>The text of a string member; null also when it is empty: Azure writes empty ids for files that are not there (2026-08).</summary>
    public static string? Word(JsonElement element, string member) => Text(element, member) is { Length: > 0 } text ? text : null;

    /// <summary>A member of an object; undefined when it is not there.</summary>
    public static JsonElement Member(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) ? value : default;

    /// <summary>The items of an array; none of anything else.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>A count: a number, or a number in a string (Gemini and Vertex send those, 2026-08), else 0.</summary>
    public static long Count(JsonElement element, string member) => CountOrNull(element, member) ?? 0;

    /// <summary>A count as above; null when there is none.</summary>
    public static long? CountOrNull(JsonElement element, string member)
    {
        var value = Member(element, member);
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var count) => Math.Max(0, count),
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) => count,
            _ => null,
        };
    }

    /// <summary>
    /// An instant: Unix seconds, or ISO 8601 with a time of day; null for all else. A day alone (xAI, recorded 2026-08) is no instant:
    /// what is compared with one would be hours off.
    /// </summary>
    public static DateTimeOffset? Time(JsonElement element, string member)
    {
        if (CountOrNull(element, member) is { } seconds)
            return seconds is > 0 and < MostSeconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        return Text(element, member) is { } text && text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : null;
    }
}
