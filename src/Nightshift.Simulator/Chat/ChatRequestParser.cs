using System.Text.Json;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Chat;

/// <summary>What a request body turned out to be.</summary>
internal abstract record ParsedChat
{
    public sealed record Valid(ChatRequest Request) : ParsedChat;

    public sealed record Refused(Refusal Refusal) : ParsedChat;
}

/// <summary>Reads a chat completion request as strictly as the real API does.</summary>
internal static class ChatRequestParser
{
    /// <summary>Reads an object.</summary>
    /// <exception cref="InvalidOperationException">A text is no UTF-8.</exception>
    public static ParsedChat Read(JsonElement body, string? besides)
    {
        var messages = new MessageReader();
        JsonElement? schema = null;
        var refusal = Model(body, besides, out var model)
            ?? messages.Read(body)
            ?? ParameterRules.Check(body)
            ?? ResponseFormat(body, out schema)
            ?? StreamOptions(body);
        if (refusal is not null)
            return new ParsedChat.Refused(refusal);
        return new ParsedChat.Valid(new(
            model, messages.Prompt, messages.Texts, messages.InputTokens,
            Number(body, "max_completion_tokens") ?? Number(body, "max_tokens"), Number(body, "n") ?? 1,
            IsTrue(body, "stream"), IsTrue(body, "stream") && body.TryGetProperty("stream_options", out var options) && IsTrue(options, "include_usage"), schema)
        {
            CachedTokens = model.EndsWith("-cached", StringComparison.Ordinal) ? messages.InstructionTokens : 0,
        });
    }

    private static Refusal? Model(JsonElement body, string? besides, out string model)
    {
        model = besides ?? "";
        if (!body.TryGetProperty("model", out var value))
            return besides is not null ? null : Refusal.Invalid("you must provide a model parameter");
        if (value.ValueKind != JsonValueKind.String)
            return ParameterRules.WrongType("model", "a string", value);
        model = value.GetString()!;
        return model.Length == 0 ? Refusal.Invalid("you must provide a model parameter") : null;
    }

    private static Refusal? ResponseFormat(JsonElement body, out JsonElement? schema)
    {
        schema = null;
        if (!body.TryGetProperty("response_format", out var format) || format.ValueKind != JsonValueKind.Object)
            return null;
        if (!format.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            return Missing("response_format.type");
        if (type.GetString() is not ("text" or "json_object" or "json_schema"))
        {
            return Refusal.Invalid($"Invalid value: '{type.GetString()}'. Supported values are: 'json_object', 'json_schema', and 'text'.",
                "invalid_value", "response_format.type");
        }

        if (!type.ValueEquals("json_schema"))
            return null;
        if (!format.TryGetProperty("json_schema", out var wrapper) || wrapper.ValueKind != JsonValueKind.Object)
            return Missing("response_format.json_schema");
        if (!wrapper.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
            return Missing("response_format.json_schema.name");
        if (!wrapper.TryGetProperty("schema", out var value) || value.ValueKind != JsonValueKind.Object)
            return Missing("response_format.json_schema.schema");
        ReadTexts(value);
        schema = value;
        return null;
    }

    // The answer is made from the schema later: text that cannot be read has to show now.
    public static void ReadTexts(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    ReadTexts(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    _ = member.Name;
                    ReadTexts(member.Value);
                }

                break;
        }
    }

    private static Refusal? StreamOptions(JsonElement body) =>
        body.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object && !IsTrue(body, "stream")
            ? Refusal.Invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "invalid_value", "stream_options")
            : null;

    private static Refusal Missing(string name) => Refusal.Invalid($"Missing required parameter: '{name}'.", "missing_required_parameter", name);

    private static int? Number(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    private static bool IsTrue(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
