using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Engine.Comparing;

/// <summary>
/// Brings answers into the form in which equal ones are equal texts. Labels: as the task writes them. JSON: whatever the order of its members
/// and the spelling of its numbers. Any other text: whatever its letter case and its blanks.
/// </summary>
internal sealed class AnswerForm(TaskDefinition task)
{
    private readonly Dictionary<string, string> _labels = task.OneOf.ToDictionary(label => label.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The label that a text is, as the task writes it; null when it is none.</summary>
    public string? Label(string text) => _labels.GetValueOrDefault(text.Trim());

    /// <summary>The form of an answer, or of what is expected.</summary>
    public string Of(string text) => _labels.Count > 0 ? Label(text) ?? Words(text) : Json(text) ?? Words(text);

    /// <summary>
    /// Whether an answer is what a column of the input expects. Where the task asks for JSON and the column has a plain value, it is held
    /// against the answer's member of the column's name.
    /// </summary>
    /// <param name="expected">The column's value.</param>
    /// <param name="column">Its name.</param>
    /// <param name="answer">What the model gave.</param>
    public bool Agrees(string expected, string column, string answer)
    {
        var wanted = Of(expected);
        return wanted == Of(answer) || (task.Schema is not null && Member(answer, column) is { } member && wanted == Of(member));
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();

    private string? Json(string text) => Read(text, value => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array => CanonicalJson.Of(value),
        // A text that happens to be a number or a word of JSON is one where JSON was asked for, and else a text as any other.
        _ when task.Schema is null => null,
        JsonValueKind.String => Words(value.GetString()!),
        _ => CanonicalJson.Of(value),
    });

    private static string? Member(string answer, string name) =>
        Read(answer, value => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? RecordView.TextOf(member) : null);

    private static string? Read(string text, Func<JsonElement, string?> read)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // The other two: half of a surrogate pair, outside of a string and in one.
            return null;
        }
    }
}
