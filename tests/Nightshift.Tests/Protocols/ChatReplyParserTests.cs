using System.Text;
using Nightshift.Model;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Tests.Protocols;

public sealed class ChatReplyParserTests
{
    private static Reply? Parse(string body, out string? fault) => ChatCompletionsProtocol.Compatible.Parse(Encoding.UTF8.GetBytes(body), out fault);

    [Fact]
    public void A_completion_gives_text_model_and_usage()
    {
        var reply = Parse("""
            {"id":"chatcmpl-1","object":"chat.completion","created":1711475054,"model":"gpt-5.4-mini-2026-03-17",
             "choices":[{"index":0,"message":{"role":"assistant","content":"héllo \"you\"","refusal":null},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":8,"completion_tokens":5,"total_tokens":13,"prompt_tokens_details":{"cached_tokens":3,"cache_write_tokens":4},
                      "completion_tokens_details":{"reasoning_tokens":2}},"service_tier":"default"}
            """, out var fault);

        fault.ShouldBeNull();
        reply.ShouldBe(new Reply("héllo \"you\"", ReplyEnding.Complete, new Usage(8, 5, 3, 2) { CacheWriteTokens = 4 }, "gpt-5.4-mini-2026-03-17", null) { ServiceTier = "default" });
    }

    [Theory]
    [InlineData("stop", ReplyEnding.Complete)]
    [InlineData("tool_calls", ReplyEnding.Complete)]
    [InlineData("length", ReplyEnding.Truncated)]
    [InlineData("content_filter", ReplyEnding.Filtered)]
    public void The_finish_reason_says_how_it_ended(string reason, object ending) =>
        Parse($$"""{"choices":[{"message":{"content":"x"},"finish_reason":"{{reason}}"}]}""", out _)!.Ending.ShouldBe(ending);

    [Fact]
    public void Typed_content_parts_are_joined() =>
        Parse("""{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}}]}""", out _)!.Text.ShouldBe("ab");

    [Fact]
    public void Counts_may_be_strings_and_usage_may_be_missing()
    {
        Parse("""{"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":"12","completion_tokens":null}}""", out _)!.Usage.ShouldBe(new Usage(12, 0));
        Parse("""{"choices":[{"message":{"content":"x"}}]}""", out _)!.Usage.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "the answer is not valid JSON")]
    [InlineData("<html>502</html>", "the answer is not valid JSON")]
    [InlineData("""{"choices":[{"message":{"content":"cut""", "the answer is not valid JSON")]
    [InlineData("""{"choices":[{"message":{"content":"\ud800"}}]}""", "the answer is not valid JSON")]
    [InlineData("{}", "the answer has no choices[0].message")]
    [InlineData("""{"choices":[]}""", "the answer has no choices[0].message")]
    [InlineData("""{"choices":[null]}""", "the answer has no choices[0].message")]
    [InlineData("[1]", "the answer has no choices[0].message")]
    public void What_is_no_completion_is_said_to_be_none(string body, string expected)
    {
        Parse(body, out var fault).ShouldBeNull();
        fault.ShouldBe(expected);
    }
}
