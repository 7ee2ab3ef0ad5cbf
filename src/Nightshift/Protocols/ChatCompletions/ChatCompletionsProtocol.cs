using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Protocols.ChatCompletions;

/// <summary>OpenAI's chat completions, and everybody's who is compatible with them (API reference, 2026-08).</summary>
/// <param name="maxTokens">How the provider names the limit of output tokens.</param>
/// <param name="keyHeader">The header that the key stands in alone; null for <c>Authorization: Bearer</c>.</param>
internal sealed class ChatCompletionsProtocol(MaxTokensMember maxTokens, string? keyHeader = null) : ChatProtocol
{
    /// <summary>As most servers take it.</summary>
    public static readonly ChatCompletionsProtocol Compatible = new(MaxTokensMember.MaxTokens);

    /// <summary>As OpenAI wants it.</summary>
    public static readonly ChatCompletionsProtocol OpenAi = new(MaxTokensMember.MaxCompletionTokens);

    /// <summary>As Azure wants it (azure-ai-docs, 2026-08-14).</summary>
    public static readonly ChatCompletionsProtocol Azure = new(MaxTokensMember.MaxCompletionTokens, "api-key");

    private readonly string _maxTokensName = maxTokens == MaxTokensMember.MaxTokens ? "max_tokens" : "max_completion_tokens";

    public override IReadOnlyList<string> OwnMembers { get; } =
        ["model", "messages", "max_tokens", "max_completion_tokens", "temperature", "response_format", "stream", "n"];

    public override string Path(string model) => "chat/completions";

    public override void Authorize(HttpRequestHeaders headers, string key)
    {
        if (keyHeader is null)
            headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        else
            headers.TryAddWithoutValidation(keyHeader, key);
    }

    protected override Reply? Read(JsonElement answer, out string? fault) => ChatReplyParser.Read(answer, out fault);

    internal override ChatFrame Frame(TaskDefinition task) => new(
        $$"""{"model":{{ChatRequestWriter.Quoted(ChatRequestWriter.ModelName(task.Model))}},"messages":[""",
        ("""{"role":"system","content":""", "},"),
        ("""{"role":"user","content":""", "}"),
        limit => Tail(task, limit));

    private string Tail(TaskDefinition task, int? maxTokens)
    {
        var tail = new StringBuilder("]");
        if (maxTokens is { } limit)
            tail.Append($",\"{_maxTokensName}\":{limit}");
        if (task.Temperature is { } temperature)
            tail.Append($",\"temperature\":{temperature}");
        if (task.Schema is { } schema)
            tail.Append($$$""","response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{{{schema.Trim()}}}}}""");
        return tail.Append(ChatRequestWriter.Members(task.Parameters)).Append('}').ToString();
    }
}
