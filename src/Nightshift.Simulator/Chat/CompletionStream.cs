using System.Text.Json;
using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Chat;

/// <summary>Writes a chat completion as server-sent events: role, pieces of text, finish reason, usage if asked for, <c>[DONE]</c>.</summary>
internal static class CompletionStream
{
    private const int MostPieces = 64;
    private const int SmallestPiece = 12;

    public static void Write(EventWriter events, Completion completion, StreamQuirks quirks)
    {
        for (var choice = 0; choice < completion.Request.Choices; choice++)
        {
            var pieces = Pieces(completion.Answer.Text);
            var breaksOff = quirks.HasFlag(StreamQuirks.Error) || quirks.HasFlag(StreamQuirks.Cut);
            Chunk(events, completion, choice, "", first: true, finish: null);
            foreach (var piece in breaksOff ? pieces.Take((pieces.Count + 1) / 2) : pieces)
                Chunk(events, completion, choice, piece, first: false, finish: null);
            if (quirks.HasFlag(StreamQuirks.Error))
                events.Write(Error);
            if (breaksOff)
                return;
            Chunk(events, completion, choice, text: null, first: false, completion.Answer.FinishReason);
        }

        if (completion.Request.StreamUsage)
            events.Write(json => LastChunk(json, completion));
        if (!quirks.HasFlag(StreamQuirks.NoDone))
            events.WriteDone();
    }

    private static List<string> Pieces(string text)
    {
        var size = Math.Max(SmallestPiece, (text.Length / MostPieces) + 1);
        var pieces = new List<string>();
        for (var from = 0; from < text.Length;)
        {
            var to = Math.Min(text.Length, from + size);
            if (to < text.Length && char.IsLowSurrogate(text[to]))
                to++;
            pieces.Add(text[from..to]);
            from = to;
        }

        return pieces;
    }

    private static void Chunk(EventWriter events, Completion completion, int choice, string? text, bool first, string? finish) => events.Write(json =>
    {
        json.WriteStartObject();
        CompletionJson.Opening(json, completion, "chat.completion.chunk"u8);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, choice);
        json.WriteStartObject("delta"u8);
        if (first)
            json.WriteString("role"u8, "assistant"u8);
        if (text is not null)
            json.WriteString("content"u8, text);
        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, finish);
        json.WriteEndObject();
        json.WriteEndArray();
        if (completion.Request.StreamUsage)
            json.WriteNull("usage"u8);
        json.WriteEndObject();
    });

    private static void LastChunk(Utf8JsonWriter json, Completion completion)
    {
        json.WriteStartObject();
        CompletionJson.Opening(json, completion, "chat.completion.chunk"u8);
        json.WriteStartArray("choices"u8);
        json.WriteEndArray();
        CompletionJson.Usage(json, completion);
        json.WriteEndObject();
    }

    private static void Error(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, "The server had an error while processing your request."u8);
        json.WriteString("type"u8, "server_error"u8);
        json.WriteNull("param"u8);
        json.WriteNull("code"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
