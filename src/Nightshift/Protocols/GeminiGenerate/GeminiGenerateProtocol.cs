using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Protocols.GeminiGenerate;

/// <summary>Gemini's generateContent (discovery document v1beta, revision 20260325; the JSON schema member is general knowledge of 2026-11).</summary>
internal sealed class GeminiGenerateProtocol : ChatProtocol
{
    public static readonly GeminiGenerateProtocol Instance = new();

    private const string Config = "generationConfig";

    public override IReadOnlyList<string> OwnMembers { get; } = ["model", "contents", "systemInstruction", "system_instruction"];

    public override string Path(string model) => $"models/{Uri.EscapeDataString(model)}:generateContent";

    public override void Authorize(HttpRequestHeaders headers, string key) => headers.TryAddWithoutValidation("x-goog-api-key", key);

    protected override Reply? Read(JsonElement answer, out string? fault) => GeminiReplyParser.Read(answer, out fault);

    internal override ChatFrame Frame(TaskDefinition task) => new(
        "{",
        ("\"systemInstruction\":{\"parts\":[{\"text\":", "}]},"),
        ("\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":", "}]}]"),
        limit => Tail(task, limit));

    private static string Tail(TaskDefinition task, int? maxTokens)
    {
        var tail = new StringBuilder();
        var config = ChatRequestWriter.Members(Members(task, maxTokens));
        if (config.Length > 0)
            tail.Append($",\"{Config}\":{{{config[1..]}}}");
        return tail.Append(ChatRequestWriter.Members(task.Parameters.Where(parameter => parameter.Key != Config))).Append('}').ToString();
    }

    /// <summary>The task's own settings, and those that its parameters add to them.</summary>
    private static Dictionary<string, JsonElement> Members(TaskDefinition task, int? maxTokens)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (task.Parameters.TryGetValue(Config, out var given) && given.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in given.EnumerateObject())
                members[member.Name] = member.Value;
        }

        if (maxTokens is { } limit)
            members["maxOutputTokens"] = JsonSerializer.SerializeToElement(limit);
        if (task.Temperature is { } temperature)
            members["temperature"] = JsonSerializer.SerializeToElement(temperature);
        if (task.Schema is { } schema)
        {
            members["responseMimeType"] = JsonSerializer.SerializeToElement("application/json");
            members["responseJsonSchema"] = JsonElement.Parse(schema);
        }

        return members;
    }
}
