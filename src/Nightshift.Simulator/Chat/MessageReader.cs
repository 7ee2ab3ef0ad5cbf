using System.Text.Json;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Chat;

/// <summary>Reads and checks the messages of a chat request.</summary>
internal sealed class MessageReader
{
    private readonly List<string> _instructions = [];
    private readonly List<string> _conversation = [];
    private string? _lastUserText;

    public int InputTokens { get; private set; } = Tokens.PerRequest;

    /// <summary>Of these, what the instructions take.</summary>
    public int InstructionTokens { get; private set; }

    public string Prompt => _lastUserText ?? (_conversation.Count > 0 ? _conversation[^1] : _instructions[^1]);

    public IReadOnlyList<string> Texts => [.. _instructions, .. _conversation];

    public Refusal? Read(JsonElement request)
    {
        if (!request.TryGetProperty("messages", out var messages))
            return Refusal.Invalid("Missing required parameter: 'messages'.", "missing_required_parameter", "messages");
        if (messages.ValueKind != JsonValueKind.Array)
            return ParameterRules.WrongType("messages", "an array of objects", messages);
        if (messages.GetArrayLength() == 0)
            return Refusal.Invalid("Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "empty_array", "messages");
        var index = 0;
        foreach (var message in messages.EnumerateArray())
        {
            if (Read(message, $"messages[{index++}]") is { } refusal)
                return refusal;
        }

        return null;
    }

    private Refusal? Read(JsonElement message, string name)
    {
        if (message.ValueKind != JsonValueKind.Object)
            return ParameterRules.WrongType(name, "an object", message);
        if (!message.TryGetProperty("role", out var role))
            return Refusal.Invalid($"Missing required parameter: '{name}.role'.", "missing_required_parameter", $"{name}.role");
        if (role.ValueKind != JsonValueKind.String)
            return ParameterRules.WrongType($"{name}.role", "a string", role);
        if (role.GetString() is not ("system" or "developer" or "user" or "assistant" or "tool" or "function"))
        {
            return Refusal.Invalid(
                $"Invalid value: '{role.GetString()}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.",
                "invalid_value", $"{name}.role");
        }

        return Text(message, role.ValueEquals("assistant"), $"{name}.content", out var text) ?? Keep(role, text);
    }

    private Refusal? Keep(JsonElement role, string text)
    {
        var (tokens, isInstruction) = (Tokens.PerMessage + Tokens.Count(text), role.ValueEquals("system") || role.ValueEquals("developer"));
        InputTokens += tokens;
        InstructionTokens += isInstruction ? tokens : 0;
        (isInstruction ? _instructions : _conversation).Add(text);
        if (role.ValueEquals("user"))
            _lastUserText = text;
        return null;
    }

    // An assistant's turn may be tool calls alone.
    private static Refusal? Text(JsonElement message, bool optional, string name, out string text)
    {
        text = "";
        if (!message.TryGetProperty("content", out var content))
            return optional ? null : Refusal.Invalid($"Missing required parameter: '{name}'.", "missing_required_parameter", name);
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                text = content.GetString()!;
                return null;
            case JsonValueKind.Array:
                return Parts(content, name, out text);
            case JsonValueKind.Null when optional:
                return null;
            default:
                return ParameterRules.WrongType(name, "one of a string or array of objects", content);
        }
    }

    private static Refusal? Parts(JsonElement parts, string name, out string text)
    {
        text = "";
        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Object)
                return ParameterRules.WrongType($"{name}[]", "an object", part);
            if (!part.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
                return Refusal.Invalid($"Missing required parameter: '{name}[].type'.", "missing_required_parameter", $"{name}[].type");
            if (!type.ValueEquals("text"))
                continue;
            if (!part.TryGetProperty("text", out var piece) || piece.ValueKind != JsonValueKind.String)
                return Refusal.Invalid($"Missing required parameter: '{name}[].text'.", "missing_required_parameter", $"{name}[].text");
            text += piece.GetString();
        }

        return null;
    }
}
