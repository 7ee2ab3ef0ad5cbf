using System.Text.Json;
using Nightshift.Simulator.Answers;
using Nightshift.Simulator.Chat;

namespace Nightshift.Simulator.Endpoints;

/// <summary>Gemini's embedContent: one content, one vector.</summary>
internal sealed class EmbedContentEndpoint : Endpoint
{
    public override string IdPrefix => "";

    public override void Write(Utf8JsonWriter json, Completion completion)
    {
        json.WriteStartObject();
        // int64 as text (protobuf's JSON).
        json.WriteString("tokenCount"u8, completion.Request.InputTokens.ToString());
        json.WriteStartObject("embedding"u8);
        json.WriteStartArray("values"u8);
        foreach (var part in UnitVector.Of(completion.Request.Prompt, completion.Request.Embedding!.Dimensions))
            json.WriteNumberValue(part);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    protected override ParsedChat Read(JsonElement body, string? model)
    {
        var name = model ?? (Text(body, "model") ?? "").Replace("models/", "", StringComparison.Ordinal);
        if (Member(body, "content") is not { } content || Member(content, "parts") is not { } parts || ContentTexts.Of(parts) is not { } text)
            return Refuse("* EmbedContentRequest.content: contents is not specified\n");
        var dimensions = Whole(body, "outputDimensionality") ?? Whole(body, "output_dimensionality") ?? UnitVector.DefaultDimensions;
        if (dimensions is < 1 or > UnitVector.MostDimensions)
            return Refuse($"Invalid output_dimensionality {dimensions}");
        return new ParsedChat.Valid(new(name, text, [text], Tokens.Count(text), MaxTokens: null, Choices: 1, Stream: false, StreamUsage: false, Schema: null)
        {
            Embedding = new(dimensions, Base64: false),
        });
    }
}
