using System.Text.Json;
using Nightshift.Model;
using Nightshift.Settling;
using Nightshift.Tests.Fuzzing.Grammars;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>A model's text held against labels or a schema: what is accepted is a label of the task, or JSON that has what the schema asks for.</summary>
internal sealed class AnswerTarget : FuzzTarget
{
    private const string Schema =
        """{"type":"object","properties":{"score":{"type":"integer","minimum":1},"when":{"type":"string","maxLength":20},"tags":{"type":"array","items":{"type":["string","number"]}}},"required":["score"],"additionalProperties":false}""";

    private static readonly string[] OneOf = ["card_lost", "Card arrival", "C++", "other: misc"];
    private static readonly AnswerCheck Labels = new(new TaskDefinition { Model = "sim/label", OneOf = OneOf });
    private static readonly AnswerCheck Json = new(new TaskDefinition { Model = "sim/json", Schema = Schema });
    private string _answer = "";
    private bool _isJson;
    private CheckedAnswer? _checked;

    public override byte[][] Seeds { get; } =
    [
        [.. "card_lost"u8], [.. "**Label:** card_lost"u8], [.. "Final answer: \"C++\""u8], [.. "```json\n{\"score\":2,\"when\":\"2026-01-01T00:00:00Z\"}\n```"u8], [.. "{\"score\":3,\"tags\":[\"a\",1]}"u8],
    ];

    public override byte[][] Tokens => AnswerGrammar.Tokens;

    public override (byte[] Open, byte[] Close)[] Brackets => [.. base.Brackets, .. AnswerGrammar.Brackets];

    // The schema library makes a tree of the answer, a list of errors, and an exception where it cannot.
    public override int FixedBytes => 128 * 1024;

    /// <summary>Each item costs the library some 1,400 bytes, however short it is, whether it fits or not.</summary>
    public override long OutputBytes => _isJson ? 24 * _answer.AsSpan().Count(',') : 0;

    public override string Setting => _isJson ? "schema" : "labels";

    public override string[] MustMeet { get; } = ["label", "no label", "JSON that fits", "not JSON", "JSON that does not fit"];

    public override void Generate(FuzzRandom random, FuzzBuffer input)
    {
        if (random.OneIn(2))
            AnswerGrammar.Label(random, input);
        else
            AnswerGrammar.Json(random, input);
    }

    public override void Prepare(FuzzRandom random, ReadOnlyMemory<byte> input)
    {
        _answer = Texts.WithHalves(input);
        _isJson = random.OneIn(8) ? random.OneIn(2) : input.Span.IndexOf((byte)'{') >= 0;
    }

    public override void Exercise() => _checked = (_isJson ? Json : Labels).Check(_answer);

    public override bool Verify(FuzzRandom random, FuzzTally tally)
    {
        if (_checked is CheckedAnswer.Rejected rejected)
        {
            FuzzFault.Unless(rejected.Sentence.Length is > 0 and < 4096 && !rejected.Sentence.Contains('\n'), $"says: {rejected.Sentence}");
            tally.Met(!_isJson ? "no label" : rejected.Sentence.Contains("is not JSON", StringComparison.Ordinal) ? "not JSON" : "JSON that does not fit");
            return false;
        }

        var text = ((CheckedAnswer.Accepted)_checked!).Text;
        tally.Met(_isJson ? "JSON that fits" : "label");
        if (_isJson)
            VerifyFits(text);
        else
            FuzzFault.Unless(OneOf.Contains(text, StringComparer.Ordinal) && _answer.Contains(text, StringComparison.OrdinalIgnoreCase), $"takes it for {text}");
        return true;
    }

    // Not the whole schema once more: what any program that uses the answer relies on.
    private static void VerifyFits(string text)
    {
        using var json = JsonDocument.Parse(text);
        FuzzFault.Unless(json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("score", out var score)
            && score.ValueKind == JsonValueKind.Number && score.GetDouble() >= 1, "accepts an answer without a score");
        FuzzFault.Unless(json.RootElement.EnumerateObject().All(member => member.Name is "score" or "when" or "tags"), "accepts a member that the schema does not have");
    }
}
