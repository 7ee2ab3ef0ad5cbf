using System.Text;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Sending;

namespace Nightshift.Tests.Sending;

public sealed class OutcomeClassifierTests
{
    private static readonly Connection Connection = Connection.Resolve(
        "openai/gpt-5.4-mini", null, new ProviderCatalog(), name => name == "OPENAI_API_KEY" ? "sk-CANARY" : null);

    private static Outcome Classify(int status, string code = "", string message = "said", TimeSpan? retryAfter = null) => OutcomeClassifier.Classify(
        status, Encoding.UTF8.GetBytes($$$"""{"error":{"message":"{{{message}}}","type":"t","code":"{{{code}}}"}}"""), retryAfter, Connection);

    [Theory]
    [InlineData(400, "context_length_exceeded", "said", "context_length")]
    [InlineData(400, "", "This model's maximum context length is 8192 tokens", "context_length")]
    [InlineData(400, "content_filter", "said", "content_filter")]
    [InlineData(403, "", "Your input was flagged by moderation", "content_filter")]
    [InlineData(400, "invalid_value", "said", "invalid_request")]
    [InlineData(422, "", "said", "invalid_request")]
    [InlineData(413, "", "said", "too_large")]
    public void A_fault_of_the_row_is_the_rows(int status, string code, string message, string expected) =>
        Classify(status, code, message).ShouldBeOfType<Outcome.RowRefused>().Code.ShouldBe(expected);

    [Theory]
    [InlineData(401, "invalid_api_key")]
    [InlineData(402, "")]
    [InlineData(403, "unsupported_country_region_territory")]
    [InlineData(404, "model_not_found")]
    [InlineData(308, "")]
    [InlineData(429, "insufficient_quota")]
    public void What_concerns_every_row_is_the_accounts(int status, string code) =>
        Classify(status, code).ShouldBeOfType<Outcome.AccountRefused>().Message.ShouldNotContain("CANARY");

    [Fact]
    public void A_rate_limit_keeps_what_the_provider_asked_for() =>
        Classify(429, "rate_limit_exceeded", retryAfter: TimeSpan.FromHours(6)).ShouldBe(new Outcome.Throttled(TimeSpan.FromHours(6)));

    [Theory]
    [InlineData("RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan", null)]
    [InlineData("", "You exceeded your current quota. Please retry in 35s.", null)]
    [InlineData("", "You exceeded your current quota, please check your plan", 35)]
    public void A_quota_that_comes_back_by_itself_is_a_rate_limit(string code, string message, int? seconds) =>
        Classify(429, code, message, seconds is { } wait ? TimeSpan.FromSeconds(wait) : null).ShouldBeOfType<Outcome.Throttled>();

    [Fact]
    public void A_quota_that_is_a_matter_of_money_is_the_accounts() =>
        Classify(429, "", "You exceeded your current quota, please check your plan and billing details").ShouldBeOfType<Outcome.AccountRefused>();

    [Theory]
    [InlineData("Incorrect API key provided: sk-CANARY-0123456789", "Incorrect API key provided: [key]")]
    [InlineData("key sk-CANARY-0123… and Bearer sk-CANARY-0123456789", "key [key]… and Bearer [key]")]
    [InlineData("keys of the form sk-… are refused", "keys of the form sk-… are refused")]
    public void A_key_that_a_server_quotes_is_hidden(string said, string kept) =>
        ((Outcome.RowRefused)OutcomeClassifier.Classify(
            400, Encoding.UTF8.GetBytes($$$"""{"error":{"message":"{{{said}}}"}}"""), null, Connection, "sk-CANARY-0123456789")).Message.ShouldBe(kept);

    [Theory]
    [InlineData(503)]
    [InlineData(529)]
    public void An_overloaded_provider_is_not_a_broken_one(int status) => Classify(status).ShouldBe(new Outcome.Overloaded(null));

    [Theory]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    [InlineData(520)]
    public void Other_statuses_are_the_servers_fault(int status) => Classify(status).ShouldBeOfType<Outcome.ServerFault>();

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public void A_refusal_that_cannot_be_read_is_asked_for_again(int status) =>
        OutcomeClassifier.Classify(status, "{\"error\":{\"mess"u8.ToArray(), null, Connection).ShouldBeOfType<Outcome.ServerFault>();

    [Fact]
    public void A_success_that_cannot_be_read_is_the_servers_fault() =>
        OutcomeClassifier.Classify(200, "<html>"u8.ToArray(), null, Connection).ShouldBe(new Outcome.ServerFault("HTTP 200, but the answer is not valid JSON"));
}
