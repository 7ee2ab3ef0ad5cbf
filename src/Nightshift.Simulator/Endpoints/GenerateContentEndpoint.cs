using System.Text.Json;
using Nightshift.Simulator.Chat;

namespace Nightshift.Simulator.Endpoints;

/// <summary>Gemini's generateContent, for text. Names in camelCase and in snake_case are the same, as at Google.</summary>
internal sealed class GenerateContentEndpoint : Endpoint
{
    public override string IdPrefix => "";

    public override void Write(Utf8JsonWriter json, Completion completion)
    {
        var (request, answer) = (completion.Request, completion.Answer);
        json.WriteStartObject();
        json.WriteStartArray("candidates"u8);
        json.WriteStartObject();
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
        json.WriteStartObject();
        json.WriteString("text"u8, answer.Text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
        json.WriteString("finishReason"u8, answer.FinishReason switch { "length" => "MAX_TOKENS", "content_filter" => "SAFETY", _ => "STOP" });
        json.WriteNumber("index"u8, 0);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("usageMetadata"u8);
        json.WriteNumber("promptTokenCount"u8, request.InputTokens);
        // A count of zero is left out, as protobuf's JSON does.
        if (answer.OutputTokens > 0)
            json.WriteNumber("candidatesTokenCount"u8, answer.OutputTokens);
        json.WriteNumber("totalTokenCount"u8, (long)request.InputTokens + answer.OutputTokens);
        json.WriteStartArray("promptTokensDetails"u8);
        json.WriteStartObject();
        json.WriteString("modality"u8, "TEXT"u8);
        json.WriteNumber("tokenCount"u8, request.InputTokens);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("serviceTier"u8, "standard"u8);
        json.WriteEndObject();
        json.WriteString("modelVersion"u8, request.Model);
        json.WriteString("responseId"u8, completion.Id);
        json.WriteEndObject();
        json.Flush();
    }

    protected override ParsedChat Read(JsonElement body, string? model)
    {
        var name = model ?? (Text(body, "model") ?? "").Replace("models/", "", StringComparison.Ordinal);
        if (Member(body, "contents") is not { ValueKind: JsonValueKind.Array } contents || contents.GetArrayLength() == 0)
            return Refuse("* GenerateContentRequest.contents: contents is not specified\n");
        var conversation = new Conversation();
        if (Member(body, "systemInstruction", "system_instruction") is { } system && Parts(system) is { } instructions)
            conversation.Add(instructions, byUser: false);
        foreach (var content in contents.EnumerateArray())
        {
            if (Parts(content) is not { } text)
                return Refuse("Unable to submit request because it must have a text parameter.");
            conversation.Add(text, Text(content, "role") is null or "user");
        }

        var settings = Member(body, "generationConfig", "generation_config") ?? default;
        return conversation.Finish(name, Whole(settings, "maxOutputTokens") ?? Whole(settings, "max_output_tokens"),
            Member(settings, "responseJsonSchema", "response_json_schema", "responseSchema", "response_schema"));
    }

    // A single part may stand without its array: protobuf's JSON forgives that.
    private static string? Parts(JsonElement content) => Member(content, "parts") switch
    {
        { ValueKind: JsonValueKind.Array } parts when parts.GetArrayLength() > 0 => ContentTexts.Of(parts),
        { ValueKind: JsonValueKind.Object } part => Text(part, "text"),
        _ => null,
    };
}
