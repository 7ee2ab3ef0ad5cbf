using System.Globalization;
using System.Text.Json;

namespace Nightshift.Simulator.Answers;

/// <summary>What the keywords of a JSON schema ask of a single value.</summary>
internal static class SchemaWords
{
    // Bounds beyond these are passed over: nothing computed from those within can overflow a decimal.
    private const decimal Farthest = 1e15m;
    private const decimal FinestStep = 1e-6m;

    public static string TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
            return schema.TryGetProperty("properties", out _) ? "object" : schema.TryGetProperty("items", out _) ? "array" : "string";
        if (type.ValueKind == JsonValueKind.String)
            return type.GetString()!;
        if (type.ValueKind != JsonValueKind.Array)
            return "null";
        foreach (var choice in type.EnumerateArray())
        {
            if (choice.ValueKind == JsonValueKind.String && !choice.ValueEquals("null"))
                return choice.GetString()!;
        }

        return "null";
    }

    public static string Text(JsonElement schema, ulong number)
    {
        var text = Format(schema) switch
        {
            "date" => Day(number),
            "time" => $"{number % 24:00}:{number / 24 % 60:00}:00Z",
            "date-time" => $"{Day(number)}T{number % 24:00}:{number / 24 % 60:00}:00Z",
            "email" => $"user{number % 10_000}@example.com",
            "uri" => $"https://example.com/{number % 10_000}",
            "uuid" => new Guid((uint)number, (ushort)(number >> 32), 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0).ToString(),
            _ => $"text-{number % 0x10000:x4}",
        };
        var least = (int)Math.Min(10_000, Bound(schema, "minLength") ?? 0);
        var most = (int)Math.Min(int.MaxValue, Bound(schema, "maxLength") ?? int.MaxValue);
        text = text.PadRight(least, 'x');
        return text.Length > most ? text[..Math.Max(0, most)] : text;
    }

    public static decimal Number(JsonElement schema, ulong number, bool whole)
    {
        var step = Decimal(schema, "multipleOf") is { } asked and >= FinestStep ? asked : whole ? 1 : 0.01m;
        var least = Decimal(schema, "minimum") ?? Decimal(schema, "exclusiveMinimum") + step;
        var most = Decimal(schema, "maximum") ?? Decimal(schema, "exclusiveMaximum") - step;
        least ??= most is { } top ? Math.Min(0, top - (100 * step)) : 0;
        most ??= least + (100 * step);
        var first = Math.Ceiling(least.Value / step);
        var steps = (ulong)Math.Clamp(Math.Floor(most.Value / step) - first + 1, 1, 1_000_000);
        return (first + (number % steps)) * step;
    }

    public static long? Bound(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var bound) ? bound : null;

    public static bool Requires(JsonElement schema, string property)
    {
        if (!schema.TryGetProperty("required", out var required) || required.ValueKind != JsonValueKind.Array)
            return false;
        foreach (var name in required.EnumerateArray())
        {
            if (name.ValueKind == JsonValueKind.String && name.ValueEquals(property))
                return true;
        }

        return false;
    }

    /// <summary>The first branch that is more than null, or nothing when the schema has no branches.</summary>
    public static JsonElement? Branch(JsonElement schema)
    {
        foreach (var word in (ReadOnlySpan<string>)["anyOf", "oneOf", "allOf"])
        {
            if (!schema.TryGetProperty(word, out var branches) || branches.ValueKind != JsonValueKind.Array || branches.GetArrayLength() == 0)
                continue;
            foreach (var branch in branches.EnumerateArray())
            {
                if (branch.ValueKind == JsonValueKind.Object && !(branch.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("null")))
                    return branch;
            }

            return branches[0];
        }

        return null;
    }

    /// <summary>Follows <c>#/$defs/name</c>; what leads nowhere is an undefined element.</summary>
    public static JsonElement Follow(JsonElement root, string reference)
    {
        var at = root;
        foreach (var step in reference.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
                return default;
        }

        return at;
    }

    private static string? Format(JsonElement schema) =>
        schema.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String ? format.GetString() : null;

    private static decimal? Decimal(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && Math.Abs(number) < Farthest
            ? number
            : null;

    private static string Day(ulong number) =>
        new DateOnly(2020, 1, 1).AddDays((int)(number % 3650)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
