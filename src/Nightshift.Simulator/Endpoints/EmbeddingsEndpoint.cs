using System.Runtime.InteropServices;
using System.Text.Json;
using Nightshift.Simulator.Answers;
using Nightshift.Simulator.Chat;

namespace Nightshift.Simulator.Endpoints;

/// <summary>OpenAI's embeddings: one text or many. Token numbers in place of texts are refused: there is no tokenizer here.</summary>
internal sealed class EmbeddingsEndpoint : Endpoint
{
    private const int MostInputs = 2048;

    public override string IdPrefix => "embd-";

    public override void Write(Utf8JsonWriter json, Completion completion)
    {
        var shape = completion.Request.Embedding!;
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        var index = 0;
        foreach (var text in completion.Request.Texts)
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "embedding"u8);
            json.WriteNumber("index"u8, index++);
            Vector(json, UnitVector.Of(text, shape.Dimensions), shape.Base64);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model"u8, completion.Request.Model);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, completion.Request.InputTokens);
        json.WriteNumber("total_tokens"u8, completion.Request.InputTokens);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    protected override ParsedChat Read(JsonElement body, string? model)
    {
        if ((Text(body, "model") ?? model) is not { Length: > 0 } name)
            return Refuse("you must provide a model parameter");
        var texts = new List<string>();
        switch (Member(body, "input"))
        {
            case { ValueKind: JsonValueKind.String } one:
                texts.Add(one.GetString()!);
                break;
            case { ValueKind: JsonValueKind.Array } many when many.GetArrayLength() is > 0 and <= MostInputs && many.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String):
                texts.AddRange(many.EnumerateArray().Select(item => item.GetString()!));
                break;
            default:
                return Refuse("'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.", param: "input");
        }

        if (texts.Contains(""))
            return Refuse("'$.input' is invalid: an input cannot be an empty string.", param: "input");
        var dimensions = Whole(body, "dimensions") ?? UnitVector.DefaultDimensions;
        if (dimensions is < 1 or > UnitVector.MostDimensions)
            return Refuse($"Invalid value for 'dimensions' = {dimensions}.", "invalid_value", "dimensions");
        return new ParsedChat.Valid(new(name, texts[0], texts, texts.Sum(Tokens.Count), MaxTokens: null, Choices: 1, Stream: false, StreamUsage: false, Schema: null)
        {
            Embedding = new(dimensions, Text(body, "encoding_format") == "base64"),
        });
    }

    private static void Vector(Utf8JsonWriter json, float[] vector, bool base64)
    {
        if (base64)
        {
            json.WriteBase64String("embedding"u8, MemoryMarshal.AsBytes<float>(vector));
            return;
        }

        json.WriteStartArray("embedding"u8);
        foreach (var part in vector)
            json.WriteNumberValue(part);
        json.WriteEndArray();
    }
}
