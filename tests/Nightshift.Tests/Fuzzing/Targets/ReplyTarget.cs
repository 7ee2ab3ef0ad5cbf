using System.Text.Json;
using System.Text.Json.Nodes;
using Nightshift.Model;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Tests.Fuzzing.Grammars;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>The body of a 2xx answer: a reply or a reason, and its text is what System.Text.Json's nodes hold in the same place.</summary>
internal sealed class ReplyTarget : FuzzTarget
{
    private ReadOnlyMemory<byte> _body;
    private Reply? _reply;
    private string? _fault;

    public override byte[][] Seeds { get; } =
    [
        [.. """{"model":"m","choices":[{"message":{"content":"delivery"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":1}}"""u8],
        [.. """{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"thinking"},{"text":"b"}]}}]}"""u8],
        [.. """{"choices":[{"message":{"content":null,"refusal":"no"},"finish_reason":"content_filter"}]}"""u8],
        [.. """{"object":"error","message":"m"}"""u8],
    ];

    public override byte[][] Tokens => ReplyGrammar.Tokens;

    public override int FixedBytes => 16 * 1024;

    public override string[] MustMeet { get; } = ["text compared", "not JSON", "no message", "truncated", "filtered", "usage", "refusal"];

    public override void Generate(FuzzRandom random, FuzzBuffer input) => ReplyGrammar.Reply(random, input);

    public override void Prepare(FuzzRandom random, ReadOnlyMemory<byte> input) => _body = input;

    public override void Exercise() => _reply = ChatCompletionsProtocol.Compatible.Parse(_body, out _fault);

    public override bool Verify(FuzzRandom random, FuzzTally tally)
    {
        FuzzFault.Unless(_reply is null == _fault is { Length: > 0 }, "says neither or both of reply and fault");
        if (_reply is not { } reply)
        {
            tally.Met(_fault!.EndsWith("JSON", StringComparison.Ordinal) ? "not JSON" : "no message");
            return false;
        }

        Texts.ShouldBeWhole(reply.Text, reply.Model, reply.Refusal);
        if (reply.Usage is { } usage)
            FuzzFault.Unless(usage is { InputTokens: >= 0, OutputTokens: >= 0, CachedInputTokens: >= 0, ReasoningTokens: >= 0 }, $"counts less than nothing: {usage}");
        if (ContentOf(_body) is { } content)
        {
            FuzzFault.Unless(content == reply.Text, "has another text than the body");
            tally.Met("text compared");
        }

        tally.Met(reply.Ending switch { ReplyEnding.Truncated => "truncated", ReplyEnding.Filtered => "filtered", _ => "complete" });
        if (reply.Usage is not null)
            tally.Met("usage");
        if (reply.Refusal is not null)
            tally.Met("refusal");
        return true;
    }

    private static string? ContentOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span)?["choices"]?[0]?["message"]?["content"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // Nodes do not take a name twice, nor text that is none in a place that the parser does not look at.
            return null;
        }
    }
}
