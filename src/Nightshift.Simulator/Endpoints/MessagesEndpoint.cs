using System.Text.Json;
using Nightshift.Simulator.Chat;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Endpoints;

/// <summary>Anthropic's messages, for text (Messages API reference, 2026-08).</summary>
/// <param name="counts">Only counts tokens, and so needs no <c>max_tokens</c>.</param>
internal sealed class MessagesEndpoint(bool counts = false) : Endpoint
{
    /// <summary>The request of a count of tokens.</summary>
    public static readonly Endpoint Counted = new MessagesEndpoint(counts: true);

    public override string IdPrefix => "msg_";

    public override void Write(Utf8JsonWriter json, Completion completion)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, completion.Request.Model);
        json.WriteString("id"u8, completion.Id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, completion.Answer.Text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("stop_reason"u8, completion.Answer.FinishReason switch { "length" => "max_tokens", "content_filter" => "refusal", _ => "end_turn" });
        json.WriteNull("stop_sequence"u8);
        json.WriteNull("stop_details"u8);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, completion.Request.InputTokens);
        json.WriteNumber("cache_creation_input_tokens"u8, 0);
        json.WriteNumber("cache_read_input_tokens"u8, 0);
        json.WriteStartObject("cache_creation"u8);
        json.WriteNumber("ephemeral_5m_input_tokens"u8, 0);
        json.WriteNumber("ephemeral_1h_input_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, completion.Answer.OutputTokens);
        json.WriteString("service_tier"u8, completion.Batched ? "batch"u8 : "standard"u8);
        json.WriteString("inference_geo"u8, "not_available"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    // The words are those of the real validator (recorded answers, 2026-08).
    protected override ParsedChat Read(JsonElement body, string? model)
    {
        if (Text(body, "model") is not { Length: > 0 } name)
            return Refuse("model: Field required");
        if (Member(body, "stream") is { ValueKind: JsonValueKind.True })
            return Refuse("stream: Input should be 'false'");
        if (MaxTokens(body, out var maxTokens) is { } badMaxTokens)
            return badMaxTokens;
        if (Member(body, "messages") is not { } messages)
            return Refuse("messages: Field required");
        if (messages.ValueKind != JsonValueKind.Array)
            return Refuse("messages: Input should be a valid list");
        if (messages.GetArrayLength() == 0)
            return Refuse("messages: at least one message is required");
        var conversation = new Conversation();
        if (Member(body, "system") is { } system)
            conversation.Add(ContentTexts.Of(system) ?? "", byUser: false);
        var index = 0;
        foreach (var message in messages.EnumerateArray())
        {
            var at = $"messages.{index++}";
            if (Text(message, "role") is not ("user" or "assistant"))
                return Refuse($"{at}.role: Input should be 'user' or 'assistant'");
            if (Member(message, "content") is not { } content || ContentTexts.Of(content) is not { } text)
                return Refuse($"{at}.content: Field required");
            if (text.Length == 0 && content.ValueKind == JsonValueKind.String)
                return Refuse($"{at}: user messages must have non-empty content");
            conversation.Add(text, Text(message, "role") == "user");
        }

        if (name.Contains("no-such-model", StringComparison.Ordinal))
            return new ParsedChat.Refused(new Refusal(404, "not_found_error", $"model: {name}"));
        return conversation.Finish(name, maxTokens, Schema(body));
    }

    private ParsedChat? MaxTokens(JsonElement body, out int maxTokens)
    {
        maxTokens = int.MaxValue;
        if (counts)
            return null;
        if (Member(body, "max_tokens") is not { } most)
            return Refuse("max_tokens: Field required");
        if (most.ValueKind != JsonValueKind.Number || !most.TryGetInt32(out maxTokens))
            return Refuse("max_tokens: Input should be a valid integer");
        return maxTokens < 1 ? Refuse("max_tokens: Input should be greater than or equal to 1") : null;
    }

    private static JsonElement? Schema(JsonElement body)
    {
        var format = Member(body, "output_config") is { } config ? Member(config, "format") : Member(body, "output_format");
        return format is { } wanted ? Member(wanted, "schema") : null;
    }
}
