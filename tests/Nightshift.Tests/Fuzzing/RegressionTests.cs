using System.Text;
using Nightshift.Tests.Fuzzing.Targets;

namespace Nightshift.Tests.Fuzzing;

/// <summary>Inputs that once failed, or would have: they always run, before anything random does.</summary>
public sealed class RegressionTests
{
    public static TheoryData<string, string> Inputs => new()
    {
        // One name ten thousand times took ten thousand searches for a free number (2026-11).
        { "Csv", string.Join(',', Enumerable.Repeat("x", 12_000)) },
        { "Csv", new string(',', 24_000) },
        // A sentence was cut through the middle of a character (2026-11).
        { "Outcome", $$$"""{"error":{"message":"{{{new string('x', 499)}}}🙂🙂"}}""" },
        // Each key that a server quoted was hidden in a copy of the whole (2026-11).
        { "Outcome", $$$"""{"error":{"message":"{{{string.Concat(Enumerable.Repeat("sk-CANARY-0123456789 ", 2000))}}}"}}""" },
        // A sign called the reader once more, until the stack was used up (2026-11).
        { "RateLimit", "x-ratelimit-reset-requests: " + new string('-', 40_000) + "1s" },
        // The parser's words about a line break came with the line break (2026-11).
        { "Answer", "t\n{" },
        { "Answer", """{"score":3,"tag\ns":1}""" },
        { "Answer", $$"""{"score":3,"{{new string('s', 5000)}}":1}""" },
        { "JsonArray", "[t\n{]" },
        { "Answer", $$"""{"":{{new string('6', 5000)}}}""" },
        // All of a word that is no JSON was quoted in the sentence about it (2026-11).
        { "Answer", $$"""{"":{{new string('t', 5000)}}}""" },
        // A list as deep as a record may be lay a level too deep once it was wrapped in one (2026-11).
        { "Jsonl", new string('[', 64) + new string(']', 64) },
        // The separator was told from whatever piece of the input came first (2026-11).
        { "Csv", "\r|" + new string('\r', 16_390) + "1e999\ra|b|c" },
        // Each step up copied the rest of the path (2026-11).
        { "Template", "{{" + string.Concat(Enumerable.Repeat("../", 10_000)) + "t}}" },
        // Text that is none, in a name that only a fault's words look at (2026-11): the byte FF.
        { "Template", "{{t}}\u001e{\"\u00ff\":\"\"}" },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void What_once_failed_holds(string target, string latin)
    {
        FuzzTarget[] all = [new JsonlTarget(), new CsvTarget(), new OutcomeTarget(), new RateLimitTarget(), new AnswerTarget(), new JsonArrayTarget(), new TemplateTarget()];
        var input = target == "Template" ? Encoding.Latin1.GetBytes(latin) : Encoding.UTF8.GetBytes(latin);
        var one = new FuzzCase(all.Single(each => each.Name == target), new FuzzLimits());
        // With several of the settings that the target draws.
        for (var iteration = 0; iteration < 20; iteration++)
            one.Judge(input, seed: 1, iteration, new FuzzTally()).ShouldBeNull($"seed 1, iteration {iteration}");
    }
}
