using System.Text.Json;

namespace Nightshift.Sending;

/// <summary>What a request's body itself says of its price, in whichever format it is written.</summary>
/// <param name="Model">The model; null where the address names it.</param>
/// <param name="MaxOutput">Output tokens at the most, over all answers that it asks for; null when it sets no limit.</param>
/// <param name="WritesCache">Whether it asks for parts of it to be kept in the provider's prompt cache.</param>
internal readonly record struct BodyTerms(string? Model, long? MaxOutput, bool WritesCache)
{
    /// <summary>Reads a body; one that cannot be read says nothing.</summary>
    public static BodyTerms Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return ReadMembers(body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return default;
        }
    }

    private static BodyTerms ReadMembers(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var (model, limit, answers) = ((string?)null, (long?)null, 1L);
        while (reader.Read())
        {
            // Members of the body itself, and those of Gemini's generationConfig, whose names nobody else uses.
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > 2)
                continue;
            if (reader.CurrentDepth == 1 && reader.ValueTextEquals("model"u8))
                model = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            else if (reader.CurrentDepth == 1 && (reader.ValueTextEquals("max_completion_tokens"u8) || reader.ValueTextEquals("max_tokens"u8) || reader.ValueTextEquals("max_output_tokens"u8)))
                limit = Number(ref reader) ?? limit;
            else if (reader.ValueTextEquals("maxOutputTokens"u8))
                limit = Number(ref reader) ?? limit;
            else if (reader.ValueTextEquals("n"u8) || reader.ValueTextEquals("candidateCount"u8))
                answers = Math.Max(1, Number(ref reader) ?? 1);
            else if (!reader.ValueTextEquals("generationConfig"u8))
                reader.Skip();
        }

        return new BodyTerms(model, limit * answers, body.IndexOf("\"cache_control\""u8) >= 0);
    }

    private static long? Number(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;
}
