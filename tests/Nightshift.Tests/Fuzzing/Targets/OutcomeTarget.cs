using Nightshift.Model;
using Nightshift.Protocols;
using Nightshift.Providers;
using Nightshift.Sending;
using Nightshift.Tests.Fuzzing.Grammars;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>A whole response of any status: always an outcome, whose sentences are whole, short, and never have the key in them.</summary>
internal sealed class OutcomeTarget : FuzzTarget
{
    private const string Key = "sk-CANARY-0123456789";
    private static readonly int[] Statuses = [200, 301, 400, 400, 401, 402, 403, 403, 404, 413, 422, 429, 429, 429, 500, 503, 529];
    private static readonly Connection Connection = Connection.Resolve("openai/gpt-5.4-mini", null, new ProviderCatalog(), name => name == "OPENAI_API_KEY" ? Key : null);
    private ReadOnlyMemory<byte> _body;
    private int _status;
    private TimeSpan? _retryAfter;
    private Outcome? _outcome;
    private ProviderError? _error;

    public override byte[][] Seeds { get; } =
    [
        [.. """{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}"""u8], [.. """[{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED"}}]"""u8],
        [.. """{"error":"sk-CANARY-0123456789 is no key"}"""u8], [.. """{"detail":[{"loc":["body"],"msg":"m"}]}"""u8], [.. "<html><body>502 Bad Gateway</body></html>"u8], [.. "upstream connect error"u8],
    ];

    public override byte[][] Tokens => ReplyGrammar.Tokens;

    public override int FixedBytes => 16 * 1024;

    public override string Setting => $"status {_status}, retry after {_retryAfter}";

    public override string[] MustMeet { get; } = ["Answered", "RowRefused", "AccountRefused", "Throttled", "Overloaded", "ServerFault", "key hidden", "message cut"];

    public override void Generate(FuzzRandom random, FuzzBuffer input)
    {
        if (random.OneIn(6))
            ReplyGrammar.Reply(random, input);
        else
            ReplyGrammar.Error(random, input);
    }

    public override void Prepare(FuzzRandom random, ReadOnlyMemory<byte> input)
    {
        _body = input;
        _status = random.Pick<int>(Statuses);
        _retryAfter = random.OneIn(3) ? TimeSpan.FromSeconds(random.Below(100)) : null;
    }

    public override void Exercise()
    {
        _outcome = OutcomeClassifier.Classify(_status, _body, _retryAfter, Connection, Key);
        _error = ProviderError.Parse(_body, _status, Key);
    }

    public override bool Verify(FuzzRandom random, FuzzTally tally)
    {
        var message = _error!.Message;
        FuzzFault.Unless(message.Length <= 501, $"has a message of {message.Length} characters");
        Texts.ShouldBeWhole(message, _error.Type, _error.Code);
        if (message.Contains("[key]", StringComparison.Ordinal))
            tally.Met("key hidden");
        if (message.EndsWith('…'))
            tally.Met("message cut");
        var sentence = _outcome switch
        {
            Outcome.RowRefused row => row.Message,
            Outcome.AccountRefused account => account.Message,
            Outcome.ServerFault fault => fault.Message,
            _ => "",
        };
        FuzzFault.Unless(!sentence.Contains(Key[..10], StringComparison.Ordinal) && !message.Contains(Key[..10], StringComparison.Ordinal), "shows the key");
        FuzzFault.Unless(_outcome is Outcome.Answered == (_status is 200 && _outcome is not Outcome.ServerFault), $"is {_outcome}");
        tally.Met(_outcome!.GetType().Name);
        return !message.StartsWith("HTTP ", StringComparison.Ordinal) || _outcome is Outcome.Answered;
    }
}
