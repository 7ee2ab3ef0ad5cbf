using System.Text.Json;
using NJsonSchema;

namespace Nightshift.Planning;

/// <summary>A task's JSON schema, ready to judge answers.</summary>
internal static class AnswerSchema
{
    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    /// <summary>Reads the schema's text.</summary>
    /// <exception cref="TaskException">It is not JSON, not a JSON Schema, or refers to a schema elsewhere.</exception>
    public static JsonSchema Parse(string text)
    {
        try
        {
            using (var document = JsonDocument.Parse(text))
                CheckShape(document.RootElement);
            // The reader is asynchronous for the sake of references to files and addresses, which are refused above: nothing waits here.
            return JsonSchema.FromJsonAsync(text).GetAwaiter().GetResult();
        }
        catch (JsonException fault)
        {
            throw new TaskException($"schema is not JSON: {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is Newtonsoft.Json.JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new TaskException($"schema is not a JSON Schema: {fault.Message}", fault);
        }
    }

    private static void CheckShape(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new TaskException($"schema is not a JSON Schema: it must be an object such as {{\"type\": \"object\", …}}");
        CheckReferences(root);
        if (root.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && !Types.Contains(type.GetString(), StringComparer.Ordinal))
            throw new TaskException($"schema: '{type.GetString()}' is not a type{NearestName.Hint(type.GetString()!, Types)} (there are: {string.Join(", ", Types)})");
    }

    // A reference elsewhere would make the library read a file or call an address that the task's author may not have meant.
    private static void CheckReferences(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (member.NameEquals("$ref") && member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() is not ['#', ..])
                        throw new TaskException($"schema: the reference '{member.Value.GetString()}' leads out of the schema; copy that part into its $defs");
                    CheckReferences(member.Value);
                }
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    CheckReferences(item);
                break;
        }
    }
}
