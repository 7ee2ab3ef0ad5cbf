using System.Text;
using Nightshift.Protocols.Batches;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class TokenLimitTests
{
    private const string Sentence =
        "Enqueued token limit reached for gpt-4o-mini in organization org-1. Limit: 2,000,000 enqueued tokens. Please try again once some in_progress batches have been completed.";

    [Theory]
    [InlineData("token_limit_exceeded", "whatever", true)]
    [InlineData(null, Sentence, true)]
    [InlineData("invalid_json_line", "This line is not parseable as valid JSON.", false)]
    [InlineData("context_length_exceeded", "the token limit of the model", false)]
    public void A_fault_of_a_batch(string? code, string message, bool expected) => TokenLimit.IsOne(new BatchFault(code, message, null)).ShouldBe(expected);

    [Theory]
    [InlineData(400, """{"error":{"code":"token_limit_exceeded","message":"x"}}""", true)]
    [InlineData(400, """{"error":{"code":"BadRequest","message":"x","innererror":{"code":"token_limit_exceeded"}}}""", true)]
    [InlineData(429, "{\"error\":{\"message\":\"" + Sentence + "\"}}", true)]
    [InlineData(429, """{"error":{"code":"rate_limit_exceeded","message":"Rate limit reached"}}""", false)]
    [InlineData(404, """{"error":{"code":"token_limit_exceeded"}}""", false)]
    [InlineData(400, "", false)]
    public void A_refused_creation(int status, string body, bool expected) =>
        TokenLimit.IsOne(new Refusal(status, Encoding.UTF8.GetBytes(body), null)).ShouldBe(expected);

    [Theory]
    [InlineData(Sentence, 2_000_000L)]
    [InlineData("Limit: 90000 enqueued tokens", 90_000L)]
    [InlineData("Limit: 5,000,000,000 enqueued tokens", 5_000_000_000L)]
    [InlineData("Limit: 9,999,999,999,999,999,999,999 enqueued tokens", null)]
    [InlineData("Limit: enqueued tokens", null)]
    [InlineData("Limit: 2,000,000 requests", null)]
    [InlineData("", null)]
    public void The_limit_that_a_sentence_names(string text, long? expected) => TokenLimit.LimitOf(text).ShouldBe(expected);
}
