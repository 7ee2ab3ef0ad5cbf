using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Nightshift.Tokens;

/// <summary>Finds the texts of a request that a model reads, in any of the chat formats: those of its messages, and what it is told of the answer's shape.</summary>
internal static class RequestTexts
{
    private static readonly string[] Texts = ["content", "text", "system", "prompt", "input", "instructions"];

    // What a model is shown of these is their JSON, or near it.
    private static readonly string[] Shapes = ["response_format", "responseJsonSchema", "responseSchema", "output_config", "tools", "functions", "text_format"];

    /// <summary>Counts the texts of a body; how many messages they are in.</summary>
    /// <param name="body">A request's body, JSON that was checked.</param>
    /// <param name="counter">Gets the texts.</param>
    public static int Count(ReadOnlySpan<byte> body, TextCounter counter)
    {
        var reader = new Utf8JsonReader(body);
        var messages = 0;
        var name = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    messages += name is "role" or "system" or "systemInstruction" ? 1 : 0;
                    break;
                case JsonTokenType.String when Texts.Contains(name, StringComparer.Ordinal):
                    Add(ref reader, counter);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray when Shapes.Contains(name, StringComparer.Ordinal):
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    counter.Add(Encoding.UTF8.GetString(body[start..(int)reader.BytesConsumed]));
                    break;
            }
        }

        return Math.Max(1, messages);
    }

    private static void Add(ref Utf8JsonReader reader, TextCounter counter)
    {
        var letters = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
        counter.Add(letters.AsSpan(0, reader.CopyString(letters)));
        ArrayPool<char>.Shared.Return(letters);
    }
}
