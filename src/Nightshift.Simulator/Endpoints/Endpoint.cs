using System.Text.Json;
using Nightshift.Simulator.Chat;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Endpoints;

/// <summary>One wire format of requests and answers, live or in a batch.</summary>
internal abstract class Endpoint
{
    /// <summary>How the ids of its answers begin.</summary>
    public abstract string IdPrefix { get; }

    /// <summary>Reads a body as strictly as the real API does.</summary>
    /// <param name="body">The request.</param>
    /// <param name="model">The model when it is named beside the body; null when the body names it.</param>
    public ParsedChat Parse(JsonElement body, string? model = null)
    {
        try
        {
            return body.ValueKind == JsonValueKind.Object ? Read(body, model) : new ParsedChat.Refused(Refusals.BadJson);
        }
        catch (InvalidOperationException)
        {
            // A string whose bytes are no UTF-8, or half a surrogate pair: the reader finds that only when the text is asked for.
            return new ParsedChat.Refused(Refusals.BadJson);
        }
    }

    /// <summary>Writes the answer in one piece.</summary>
    public abstract void Write(Utf8JsonWriter json, Completion completion);

    protected abstract ParsedChat Read(JsonElement body, string? model);

    protected static ParsedChat Refuse(string message, string? code = null, string? param = null) => new ParsedChat.Refused(Refusal.Invalid(message, code, param));

    protected static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    protected static int? Whole(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    protected static JsonElement? Member(JsonElement body, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
                return value;
        }

        return null;
    }
}
