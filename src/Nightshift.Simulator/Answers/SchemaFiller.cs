using System.Buffers;
using System.Text;
using System.Text.Json;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Answers;

/// <summary>
/// Writes a JSON value that follows a schema, drawn from the prompt's hash: types, enum, const, properties, required, items,
/// length and number bounds, common formats, <c>anyOf</c>/<c>oneOf</c>/<c>allOf</c> (their first usable branch) and <c>$ref</c>
/// into the same document. Patterns are not followed.
/// </summary>
internal ref struct SchemaFiller
{
    // A schema that refers to itself has no end of its own: optional members stop early, and what is required becomes null.
    private const int OptionalDepth = 8;
    private const int MostDepth = 32;
    private const int MostValues = 10_000;
    private const int MostItems = 100;

    private readonly JsonElement _root;
    private readonly ReadOnlySpan<byte> _hash;
    private readonly Utf8JsonWriter _json;
    private int _values;

    private SchemaFiller(JsonElement root, ReadOnlySpan<byte> hash, Utf8JsonWriter json)
    {
        _root = root;
        _hash = hash;
        _json = json;
    }

    public static string Fill(JsonElement schema, ReadOnlySpan<byte> hash)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = Reply.Encoder, MaxDepth = 2 * MostDepth }))
        {
            var filler = new SchemaFiller(schema, hash, json);
            filler.Value(schema, "$", 0);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>What <c>json</c> answers when no schema is given, as with <c>response_format: json_object</c>.</summary>
    public static string WithoutSchema(ReadOnlySpan<byte> hash) => $$"""{"prompt_sha256":"{{Convert.ToHexStringLower(hash)}}"}""";

    private void Value(JsonElement schema, string path, int depth)
    {
        schema = Resolve(schema);
        if (depth > MostDepth || ++_values > MostValues || schema.ValueKind != JsonValueKind.Object)
            _json.WriteNullValue();
        else if (schema.TryGetProperty("const", out var only))
            only.WriteTo(_json);
        else if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0)
            values[Pick.Index(_hash, "label", values.GetArrayLength())].WriteTo(_json);
        else
            Typed(schema, SchemaWords.TypeOf(schema), path, depth);
    }

    private void Typed(JsonElement schema, string type, string path, int depth)
    {
        switch (type)
        {
            case "object":
                Object(schema, path, depth);
                break;
            case "array":
                Array(schema, path, depth);
                break;
            case "string":
                _json.WriteStringValue(path.EndsWith(".prompt_sha256", StringComparison.Ordinal)
                    ? Convert.ToHexStringLower(_hash)
                    : SchemaWords.Text(schema, Pick.Number(_hash, path)));
                break;
            case "integer" or "number":
                _json.WriteNumberValue(SchemaWords.Number(schema, Pick.Number(_hash, path), type == "integer"));
                break;
            case "boolean":
                _json.WriteBooleanValue(Pick.Index(_hash, path, 2) == 0);
                break;
            default:
                _json.WriteNullValue();
                break;
        }
    }

    private void Object(JsonElement schema, string path, int depth)
    {
        _json.WriteStartObject();
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (depth >= OptionalDepth && !SchemaWords.Requires(schema, property.Name))
                    continue;
                _json.WritePropertyName(property.Name);
                Value(property.Value, $"{path}.{property.Name}", depth + 1);
            }
        }

        _json.WriteEndObject();
    }

    private void Array(JsonElement schema, string path, int depth)
    {
        var least = SchemaWords.Bound(schema, "minItems") ?? 0;
        var wanted = depth >= OptionalDepth ? least : Math.Max(least, 1);
        var count = (int)Math.Min(MostItems, Math.Min(wanted, SchemaWords.Bound(schema, "maxItems") ?? MostItems));
        _json.WriteStartArray();
        for (var i = 0; i < count && schema.TryGetProperty("items", out var items); i++)
            Value(items, $"{path}[{i}]", depth + 1);
        _json.WriteEndArray();
    }

    private readonly JsonElement Resolve(JsonElement schema)
    {
        for (var hops = 0; hops < MostDepth && schema.ValueKind == JsonValueKind.Object; hops++)
        {
            if (schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String)
                schema = SchemaWords.Follow(_root, reference.GetString()!);
            else if (SchemaWords.Branch(schema) is { } branch)
                schema = branch;
            else
                break;
        }

        return schema;
    }
}
