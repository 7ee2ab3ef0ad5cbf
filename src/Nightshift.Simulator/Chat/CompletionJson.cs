using System.Text.Json;

namespace Nightshift.Simulator.Chat;

/// <summary>Writes a chat completion in one piece.</summary>
internal static class CompletionJson
{
    public static void Write(Utf8JsonWriter json, Completion completion)
    {
        json.WriteStartObject();
        Opening(json, completion, "chat.completion"u8);
        json.WriteStartArray("choices"u8);
        for (var choice = 0; choice < completion.Request.Choices; choice++)
            Choice(json, choice, completion);
        json.WriteEndArray();
        Usage(json, completion);
        json.WriteEndObject();
        json.Flush();
    }

    public static void Opening(Utf8JsonWriter json, Completion completion, ReadOnlySpan<byte> kind)
    {
        json.WriteString("id"u8, completion.Id);
        json.WriteString("object"u8, kind);
        json.WriteNumber("created"u8, completion.Created);
        json.WriteString("model"u8, completion.Request.Model);
        json.WriteString("service_tier"u8, "default"u8);
        json.WriteString("system_fingerprint"u8, "fp_simulator"u8);
    }

    public static void Usage(Utf8JsonWriter json, Completion completion)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, completion.Request.InputTokens);
        json.WriteNumber("completion_tokens"u8, completion.Answer.OutputTokens);
        json.WriteNumber("total_tokens"u8, (long)completion.Request.InputTokens + completion.Answer.OutputTokens);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, completion.Request.CachedTokens);
        json.WriteNumber("audio_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, 0);
        json.WriteNumber("audio_tokens"u8, 0);
        json.WriteNumber("accepted_prediction_tokens"u8, 0);
        json.WriteNumber("rejected_prediction_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Choice(Utf8JsonWriter json, int index, Completion completion)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, completion.Answer.Text);
        json.WriteNull("refusal"u8);
        json.WriteStartArray("annotations"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, completion.Answer.FinishReason);
        json.WriteEndObject();
    }
}
