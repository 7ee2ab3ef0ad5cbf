using System.Text.Json;
using Nightshift.Simulator.Chat;

namespace Nightshift.Simulator.Endpoints;

/// <summary>What a request says, gathered turn by turn.</summary>
internal sealed class Conversation
{
    private readonly List<string> _texts = [];
    private string? _lastUserText;
    private int _tokens = Tokens.PerRequest;

    public void Add(string text, bool byUser)
    {
        _texts.Add(text);
        _tokens += Tokens.PerMessage + Tokens.Count(text);
        if (byUser)
            _lastUserText = text;
    }

    public ParsedChat Finish(string model, int? maxTokens, JsonElement? schema)
    {
        if (schema is { } value)
            ChatRequestParser.ReadTexts(value);
        return new ParsedChat.Valid(new(
            model, _lastUserText ?? _texts[^1], _texts, _tokens, maxTokens, Choices: 1, Stream: false, StreamUsage: false,
            schema is { ValueKind: JsonValueKind.Object } ? schema : null));
    }
}
