using System.Collections.Frozen;
using System.Text.Json;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Chat;

/// <summary>
/// The types and ranges of the plain parameters of a chat completion (of OpenAI's; general knowledge, and not compared with a
/// dated copy). Parameters that it does not know pass: compatible servers have their own, and a rehearsal for one of them must not fail here.
/// </summary>
internal static class ParameterRules
{
    private static readonly FrozenDictionary<string, Func<string, JsonElement, Refusal?>> Rules = new Dictionary<string, Func<string, JsonElement, Refusal?>>
    {
        ["temperature"] = Decimal(0, 2),
        ["top_p"] = Decimal(0, 1),
        ["presence_penalty"] = Decimal(-2, 2),
        ["frequency_penalty"] = Decimal(-2, 2),
        ["max_tokens"] = Integer(1, int.MaxValue),
        ["max_completion_tokens"] = Integer(1, int.MaxValue),
        ["n"] = Integer(1, 128),
        ["top_logprobs"] = Integer(0, 20),
        ["seed"] = Integer(long.MinValue, long.MaxValue),
        ["stream"] = Boolean,
        ["logprobs"] = Boolean,
        ["store"] = Boolean,
        ["parallel_tool_calls"] = Boolean,
        ["user"] = Kind(JsonValueKind.String, "a string"),
        ["metadata"] = Kind(JsonValueKind.Object, "an object"),
        ["logit_bias"] = Kind(JsonValueKind.Object, "an object"),
        ["tools"] = Kind(JsonValueKind.Array, "an array of objects"),
        ["stream_options"] = Kind(JsonValueKind.Object, "an object"),
        ["response_format"] = Kind(JsonValueKind.Object, "an object"),
    }.ToFrozenDictionary();

    public static Refusal? Check(JsonElement request)
    {
        foreach (var member in request.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null
                && Rules.TryGetValue(member.Name, out var rule)
                && rule(member.Name, member.Value) is { } refusal)
                return refusal;
        }

        return null;
    }

    public static Refusal WrongType(string name, string expected, JsonElement value) =>
        Refusal.Invalid($"Invalid type for '{name}': expected {expected}, but got {Describe(value)} instead.", "invalid_type", name);

    private static Func<string, JsonElement, Refusal?> Decimal(double least, double most) => (name, value) =>
        value.ValueKind == JsonValueKind.Number ? Range(name, "decimal", value.GetDouble(), least, most) : WrongType(name, "a decimal", value);

    private static Func<string, JsonElement, Refusal?> Integer(long least, long most) => (name, value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? Range(name, "integer", number, least, most) : WrongType(name, "an integer", value);

    private static Refusal? Range(string name, string kind, double value, double least, double most) =>
        value < least ? Refusal.Invalid($"Invalid '{name}': {kind} below minimum value. Expected a value >= {least}, but got {value} instead.", $"{kind}_below_min_value", name)
        : value > most ? Refusal.Invalid($"Invalid '{name}': {kind} above maximum value. Expected a value <= {most}, but got {value} instead.", $"{kind}_above_max_value", name)
        : null;

    private static Refusal? Boolean(string name, JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : WrongType(name, "a boolean", value);

    private static Func<string, JsonElement, Refusal?> Kind(JsonValueKind kind, string expected) => (name, value) =>
        value.ValueKind == kind ? null : WrongType(name, expected, value);

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "an integer" : "a decimal",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
