using System.Buffers;
using System.Text;
using System.Text.Json;
using Nightshift.Model;
using Nightshift.Planning;

namespace Nightshift.Protocols.ChatCompletions;

/// <summary>Takes the body out of a raw batch line, byte for byte; only the model is put in its place when the user named one.</summary>
/// <param name="model">The model that the body gets, as its provider calls it; null to leave what the lines say.</param>
public sealed class RawBodyRenderer(string? model) : IRequestRenderer
{
    private readonly byte[]? _model = model is null ? null : Encoding.UTF8.GetBytes(ChatRequestWriter.Quoted(model));

    /// <summary>Nothing to hold against: the lines' members are checked one by one.</summary>
    public void Check(IReadOnlyList<string> available)
    {
    }

    /// <summary>The body of one line (a JSON object with a <c>body</c> member), checked against the endpoint's rules. Its own limit stands.</summary>
    public RenderedRequest Render(RecordView record, int? maxTokens = null)
    {
        var line = record.Json;
        ReadOnlyMemory<byte> body;
        try
        {
            if (TopLevelValues(line.Span, "body"u8) is not [.., var place])
                return new RenderedRequest.Faulty("has no 'body'");
            body = line[place];
            if (_model is not null && body.Span[0] == '{')
                body = WithModel(body.Span, _model);
        }
        catch (JsonException malformed)
        {
            return new RenderedRequest.Faulty($"is not JSON: {JsonFault.Sentence(malformed)}");
        }
        return ChatRequestRules.Check(body) is { } fault ? new RenderedRequest.Faulty(fault) : new RenderedRequest.Ready(body);
    }

    private static ReadOnlyMemory<byte> WithModel(ReadOnlySpan<byte> body, byte[] model)
    {
        var replaced = new ArrayBufferWriter<byte>(body.Length + model.Length + 16);
        var places = TopLevelValues(body, "model"u8);
        if (places.Count == 0)
        {
            var isBare = body[1..].TrimStart(" \t\r\n"u8) is [(byte)'}', ..];
            replaced.Write("{\"model\":"u8);
            replaced.Write(model);
            replaced.Write(isBare ? ""u8 : ","u8);
            replaced.Write(body[1..]);
            return replaced.WrittenMemory;
        }
        var from = 0;
        foreach (var place in places)
        {
            replaced.Write(body[from..place.Start.Value]);
            replaced.Write(model);
            from = place.End.Value;
        }
        replaced.Write(body[from..]);
        return replaced.WrittenMemory;
    }

    // Every occurrence: which one of two a provider takes is not known.
    private static List<Range> TopLevelValues(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var places = new List<Range>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                continue;
            var isWanted = reader.ValueTextEquals(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isWanted)
                places.Add(start..(int)reader.BytesConsumed);
        }
        return places;
    }
}
