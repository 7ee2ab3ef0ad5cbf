using Nightshift.Simulator.Tests.Clients;

namespace Nightshift.Simulator.Tests.Http;

public sealed class FrontDoorTests
{
    [Theory]
    [InlineData("/openai/v1")]
    [InlineData("/v1")]
    [InlineData("/azure/openai/v1")]
    [InlineData("/groq/openai/v1")]
    [InlineData("/together/v1")]
    [InlineData("/mistral/v1")]
    [InlineData("/deepseek/v1")]
    public async Task Every_provider_address_answers(string address)
    {
        await using var server = await SimulatorServer.StartAsync(new());
        (await server.Post(Caller.Body("hi"), address + "/chat/completions")).Text.ShouldBe("hi");
        (await server.Send(HttpMethod.Get, address + "/models")).Json.GetProperty("data").EnumerateArray()
            .Select(m => m.GetProperty("id").GetString()).ShouldContain("label");
        (await server.Send(HttpMethod.Get, address + "/models/gpt-5.4-mini")).Json.GetProperty("id").GetString().ShouldBe("gpt-5.4-mini");
        server.Addresses.ShouldContain(new Uri(server.BaseAddress, address));
    }

    [Theory]
    [InlineData("POST", "/openai/v1/chats", 404)]
    [InlineData("POST", "/openai/v2/chat/completions", 404)]
    [InlineData("GET", "/", 404)]
    [InlineData("GET", "/openai/v1/chat/completions", 405)]
    [InlineData("POST", "/v1/models", 405)]
    [InlineData("POST", "/ledger", 405)]
    public async Task A_wrong_address_or_method_gets_an_error_in_the_same_shape(string method, string path, int status)
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var reply = await server.Send(new HttpMethod(method), path, method == "POST" ? "{}" : null);
        reply.Status.ShouldBe(status);
        reply.Error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        reply.Error.GetProperty("message").GetString()!.ShouldContain(path);
    }

    [Theory]
    [InlineData(null, 401, null)]
    [InlineData("sk-revoked-1", 401, "invalid_api_key")]
    [InlineData("sk-forbidden", 403, "insufficient_permissions")]
    [InlineData("sk-noquota", 429, "insufficient_quota")]
    public async Task A_key_can_be_missing_or_stand_for_a_broken_account(string? key, int status, string? code)
    {
        await using var server = await SimulatorServer.StartAsync(new());
        foreach (var reply in new[] { await server.Post(Caller.Body("x"), key: key), await server.Send(HttpMethod.Get, "/v1/models", key: key) })
        {
            (reply.Status, reply.Code).ShouldBe((status, code));
            reply.Headers.Keys.ShouldNotContain("retry-after");
        }

        server.Ledger.Totals.Executed.ShouldBe(0);
    }

    [Fact]
    public async Task A_body_above_the_limit_is_413_with_and_without_a_length()
    {
        await using var server = await SimulatorServer.StartAsync(new() { MaxBodyBytes = 1000 });
        (await server.Ask(new string('x', 1000))).Status.ShouldBe(413);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, new Uri(server.BaseAddress, "/v1/chat/completions"))
        {
            Headers = { { "authorization", "Bearer k" }, { "transfer-encoding", "chunked" } },
            Content = new StringContent(new string('x', 100_000)),
        };
        using var client = new HttpClient();
        ((int)(await client.SendAsync(chunked)).StatusCode).ShouldBe(413);
        (await server.Ask("small")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Every_answer_has_an_id_and_its_processing_time()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var first = await server.Ask("x");
        var second = await server.Ask("x");
        first.Headers["x-request-id"].ShouldStartWith("req_");
        first.Headers["x-request-id"].ShouldNotBe(second.Headers["x-request-id"]);
        int.Parse(first.Headers["openai-processing-ms"]).ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task Above_its_capacity_it_is_overloaded()
    {
        var time = new Clocks.WatchedTime();
        await using var server = await SimulatorServer.StartAsync(new() { MaxConcurrency = 1, Latency = TimeSpan.FromSeconds(1) }, time);
        var first = server.Ask("one");
        await time.NextWait();
        var second = await server.Ask("two");
        (second.Status, second.Code).ShouldBe((503, "overloaded"));
        time.Advance(TimeSpan.FromSeconds(1));
        (await first).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Stopping_cuts_off_what_is_in_flight_and_ends_the_wait_for_it()
    {
        var time = new Clocks.WatchedTime();
        var server = await SimulatorServer.StartAsync(new() { Latency = TimeSpan.FromHours(1) }, time);
        var shutdown = server.WaitForShutdownAsync();
        var call = server.Ask("x");
        await time.NextWait();
        shutdown.IsCompleted.ShouldBeFalse();
        await server.DisposeAsync();
        await shutdown;
        await Should.ThrowAsync<HttpRequestException>(call);
    }
}
