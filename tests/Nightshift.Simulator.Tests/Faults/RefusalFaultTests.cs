using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;

namespace Nightshift.Simulator.Tests.Faults;

public sealed class RefusalFaultTests
{
    [Theory]
    [InlineData("400", 400, "invalid_value")]
    [InlineData("401", 401, "invalid_api_key")]
    [InlineData("403", 403, "unsupported_country_region_territory")]
    [InlineData("404", 404, "model_not_found")]
    [InlineData("408", 408, "timeout")]
    [InlineData("409", 409, "conflict")]
    [InlineData("413", 413, "request_too_large")]
    [InlineData("422", 422, "unprocessable_entity")]
    [InlineData("429-rpm", 429, "rate_limit_exceeded")]
    [InlineData("429-tpm", 429, "rate_limit_exceeded")]
    [InlineData("429-quota", 429, "insufficient_quota")]
    [InlineData("429-bare", 429, "rate_limit_exceeded")]
    [InlineData("429-hours", 429, "rate_limit_exceeded")]
    [InlineData("500", 500, null)]
    [InlineData("502", 502, null)]
    [InlineData("503", 503, "overloaded")]
    [InlineData("504", 504, null)]
    [InlineData("529", 529, null)]
    [InlineData("content-filter", 400, "content_filter")]
    [InlineData("context-length", 400, "context_length_exceeded")]
    public async Task A_refusal_has_its_status_and_code_is_not_billed_and_is_in_the_ledger(string fault, int status, string? code)
    {
        await using var server = await Start(fault);
        var reply = await server.Ask("x");
        (reply.Status, reply.Code).ShouldBe((status, code));
        reply.Error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        var call = server.Ledger.Calls().ShouldHaveSingleItem();
        (call.Fault, call.Status, call.Usd).ShouldBe((fault, status, 0m));
        (server.Ledger.Totals.Faults[fault], server.Ledger.Totals.Executed).ShouldBe((1, 0));
    }

    [Theory]
    [InlineData("429-rpm", "1", "0", "150000")]
    [InlineData("429-tpm:delay=2.5s", "3", "490", "100")]
    [InlineData("429-hours", "21600", "0", "150000")]
    public async Task A_throttle_says_what_is_used_up_and_for_how_long(string fault, string retryAfter, string requests, string tokens)
    {
        await using var server = await Start(fault);
        var headers = (await server.Ask("x")).Headers;
        (headers["retry-after"], headers["x-ratelimit-remaining-requests"], headers["x-ratelimit-remaining-tokens"]).ShouldBe((retryAfter, requests, tokens));
    }

    [Theory]
    [InlineData("429-bare")]
    [InlineData("429-quota")]
    public async Task A_bare_throttle_says_nothing(string fault)
    {
        await using var server = await Start(fault);
        (await server.Ask("x")).Headers.Keys.ShouldNotContain(name => name.StartsWith("x-ratelimit", StringComparison.Ordinal) || name.StartsWith("retry-after", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("redirect", "localhost")]
    [InlineData("redirect-same-host", "127.0.0.1")]
    public async Task A_redirect_points_to_its_host_name_and_tells_who_brought_the_key_there(string fault, string host)
    {
        await using var server = await Start(fault);
        var reply = await server.Ask("x");
        reply.Status.ShouldBe(307);
        var target = new Uri(reply.Headers["location"]);
        target.Host.ShouldBe(host);
        await server.Post("{}", target.AbsolutePath);
        await server.Post("{}", target.AbsolutePath, key: null);
        (server.Ledger.Totals.RedirectsFollowed, server.Ledger.Totals.RedirectsWithKey).ShouldBe((2, 1));
    }

    [Theory]
    [InlineData("finish-content-filter", "content_filter", "")]
    [InlineData("finish-length", "length", "12345678")]
    public async Task A_reworded_answer_is_billed_for_what_it_says(string fault, string reason, string text)
    {
        await using var server = await Start(fault);
        var reply = await server.Ask("1234567812345678");
        (reply.Status, reply.FinishReason, reply.Text).ShouldBe((200, reason, text));
        server.Ledger.Totals.OutputTokens.ShouldBe(reply.Usage("completion_tokens"));
        reply.Usage("completion_tokens").ShouldBe(text.Length / 4);
    }

    private static Task<SimulatorServer> Start(string fault) => SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse(fault)] });
}
