using System.Text.Json;
using Nightshift.Simulator.Chat;

namespace Nightshift.Simulator.Endpoints;

/// <summary>OpenAI's responses, for text.</summary>
internal sealed class ResponsesEndpoint : Endpoint
{
    public override string IdPrefix => "resp_";

    public override void Write(Utf8JsonWriter json, Completion completion)
    {
        var (request, answer) = (completion.Request, completion.Answer);
        var whole = answer.FinishReason == "stop";
        json.WriteStartObject();
        json.WriteString("id"u8, completion.Id);
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, completion.Created);
        json.WriteString("status"u8, whole ? "completed"u8 : "incomplete"u8);
        json.WriteNull("error"u8);
        if (whole)
        {
            json.WriteNull("incomplete_details"u8);
        }
        else
        {
            json.WriteStartObject("incomplete_details"u8);
            json.WriteString("reason"u8, "max_output_tokens"u8);
            json.WriteEndObject();
        }

        json.WriteString("model"u8, request.Model);
        json.WriteStartArray("output"u8);
        Message(json, completion);
        json.WriteEndArray();
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, request.InputTokens);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, answer.OutputTokens);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, (long)request.InputTokens + answer.OutputTokens);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    protected override ParsedChat Read(JsonElement body, string? model)
    {
        if ((Text(body, "model") ?? model) is not { Length: > 0 } name)
            return Refuse("Missing required parameter: 'model'.", "missing_required_parameter", "model");
        if (Member(body, "stream") is { ValueKind: JsonValueKind.True })
            return Refuse("The simulator answers responses in one piece.", "unsupported_value", "stream");
        var conversation = new Conversation();
        if (Text(body, "instructions") is { } instructions)
            conversation.Add(instructions, byUser: false);
        switch (Member(body, "input"))
        {
            case { ValueKind: JsonValueKind.String } text:
                conversation.Add(text.GetString()!, byUser: true);
                break;
            case { ValueKind: JsonValueKind.Array } items when items.GetArrayLength() > 0:
                foreach (var item in items.EnumerateArray())
                {
                    if (Member(item, "content") is { } content && ContentTexts.Of(content) is { } said)
                        conversation.Add(said, Text(item, "role") == "user");
                    else
                        return Refuse("Invalid value for 'input': expected messages with content.", "invalid_value", "input");
                }

                break;
            default:
                return Refuse("Missing required parameter: 'input'.", "missing_required_parameter", "input");
        }

        var format = Member(body, "text") is { } wanted ? Member(wanted, "format") : null;
        return conversation.Finish(name, Whole(body, "max_output_tokens"), format is { } of ? Member(of, "schema") : null);
    }

    private static void Message(Utf8JsonWriter json, Completion completion)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, $"msg_{completion.Id}");
        json.WriteString("type"u8, "message"u8);
        json.WriteString("status"u8, "completed"u8);
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "output_text"u8);
        json.WriteStartArray("annotations"u8);
        json.WriteEndArray();
        json.WriteStartArray("logprobs"u8);
        json.WriteEndArray();
        json.WriteString("text"u8, completion.Answer.Text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("role"u8, "assistant"u8);
        json.WriteEndObject();
    }
}
