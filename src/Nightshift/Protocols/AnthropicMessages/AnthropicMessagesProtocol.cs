using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Protocols.AnthropicMessages;

/// <summary>Anthropic's Messages (API reference, 2026-08). A schema is asked for as a tool that must be called: its input is the answer.</summary>
internal sealed class AnthropicMessagesProtocol : ChatProtocol
{
    public static readonly AnthropicMessagesProtocol Instance = new();

    /// <summary>The endpoint demands a limit: what a task without one gets.</summary>
    public const int DefaultMaxTokens = 4096;

    public override IReadOnlyList<string> OwnMembers { get; } =
        ["model", "messages", "system", "max_tokens", "temperature", "tools", "tool_choice", "stream"];

    public override string Path(string model) => "v1/messages";

    public override void Authorize(HttpRequestHeaders headers, string key)
    {
        headers.TryAddWithoutValidation("x-api-key", key);
        headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
    }

    protected override Reply? Read(JsonElement answer, out string? fault) => AnthropicReplyParser.Read(answer, out fault);

    internal override ChatFrame Frame(TaskDefinition task) => new(
        $$"""{"model":{{ChatRequestWriter.Quoted(ChatRequestWriter.ModelName(task.Model))}},""",
        ("\"system\":", ","),
        ("\"messages\":[{\"role\":\"user\",\"content\":", "}]"),
        limit => Tail(task, limit));

    private static string Tail(TaskDefinition task, int? maxTokens)
    {
        var tail = new StringBuilder($",\"max_tokens\":{maxTokens ?? DefaultMaxTokens}");
        if (task.Temperature is { } temperature)
            tail.Append($",\"temperature\":{temperature}");
        if (task.Schema is { } schema)
        {
            tail.Append($$"""
                ,"tools":[{"name":"answer","description":"Gives the answer.","input_schema":{{schema.Trim()}}}],"tool_choice":{"type":"tool","name":"answer"}
                """);
        }

        return tail.Append(ChatRequestWriter.Members(task.Parameters)).Append('}').ToString();
    }
}
