using System.Text.Json;

namespace Nightshift.Intake.Reading;

/// <summary>What any provider demands of a request's line. A fault is words that follow on "the line"; null when there is none.</summary>
internal static class BatchLineRules
{
    /// <summary>The id by which its answer is known again.</summary>
    public static string? CheckId(JsonElement line, string member) =>
        Text(line, member) is { Length: > 0 } ? null : $"has no {member} (a text that is not empty)";

    /// <summary>The HTTP method, where there is one.</summary>
    public static string? CheckMethod(JsonElement line) =>
        Text(line, "method") is { } method and not "POST" ? $"has the method '{Excerpt(method)}'; it must be POST" : null;

    /// <summary>The request itself.</summary>
    public static string? CheckBody(JsonElement line, string member) =>
        line.TryGetProperty(member, out var body) && body.ValueKind == JsonValueKind.Object ? null : $"has no {member} (a JSON object)";

    /// <summary>The text of a member; null when it is absent or of another type.</summary>
    public static string? Text(JsonElement line, string member) =>
        line.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>What a stranger wrote, in a sentence of one line.</summary>
    public static string Excerpt(string said) => (said.Length > 80 ? $"{said[..(char.IsHighSurrogate(said[79]) ? 79 : 80)]}…" : said).ReplaceLineEndings(" ");
}
