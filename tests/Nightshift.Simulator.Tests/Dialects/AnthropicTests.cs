using System.Text;
using System.Text.Json;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Dialects;

public sealed class AnthropicTests
{
    private const string Batches = "/anthropic/v1/messages/batches";
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Counts_move_only_with_the_end_and_sum_up_always()
    {
        await using var server = await Start();
        var id = (await server.Post(Requests(10), Batches)).Json.GetProperty("id").GetString()!;
        _time.Advance(TimeSpan.FromSeconds(5));
        var polled = await server.Get($"{Batches}/{id}");
        polled.Headers["retry-after"].ShouldBe("10");
        Counts(polled.Json).ShouldBe((10, 0, 0, 0, 0));
        (await server.Get($"{Batches}/{id}/results")).Status.ShouldBe(404);
        (await server.Send(HttpMethod.Delete, $"{Batches}/{id}")).Status.ShouldBe(400);
        await server.Post("{}", $"{Batches}/{id}/cancel");
        _time.Advance(TimeSpan.FromSeconds(5));
        var ended = await server.Get($"{Batches}/{id}");
        Counts(ended.Json).ShouldBe((0, 5, 0, 5, 0));
        var lines = BatchCaller.Lines((await server.Get($"{Batches}/{id}/results")).Bytes);
        lines.Count(line => line.GetProperty("result").GetRawText() == """{"type":"canceled"}""").ShouldBe(5);
        server.Ledger.Totals.Batches.FilesOpen.ShouldBe(0);
    }

    [Fact]
    public async Task Expired_rows_and_errors_are_told_apart()
    {
        await using var server = await Start("batch-expired:share=0.8", "row-500:nth=1", "row-timeout:nth=2");
        var id = (await server.Post(Requests(10), Batches)).Json.GetProperty("id").GetString()!;
        _time.Advance(TimeSpan.FromSeconds(10));
        var batch = (await server.Get($"{Batches}/{id}")).Json;
        Counts(batch).ShouldBe((0, 6, 2, 0, 2));
        var errors = BatchCaller.Lines((await server.Get($"{Batches}/{id}/results")).Bytes).Select(line => line.GetProperty("result")).Where(result => result.GetProperty("type").GetString() == "errored");
        errors.Select(result => result.GetProperty("error").GetProperty("error").GetProperty("type").GetString()).ShouldBe(["api_error", "timeout_error"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{}""", "requests: Field required")]
    [InlineData("""{"requests":[]}""", "requests: List should have at least 1 item after validation, not 0")]
    [InlineData("""{"requests":[{"params":{}}]}""", "requests.0.custom_id: Field required")]
    [InlineData("""{"requests":[{"custom_id":"a b","params":{}}]}""", "requests.0.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'")]
    [InlineData("""{"requests":[{"custom_id":"a","params":{}},{"custom_id":"a","params":{}}]}""", "requests: custom_id's must be unique within a batch. Duplicate custom_id found: a")]
    [InlineData("""{"requests":[{"custom_id":"a"}]}""", "requests.0.params: Field required")]
    public async Task A_create_is_refused_in_the_words_of_the_validator(string body, string message)
    {
        await using var server = await Start();
        var refusal = await server.Post(body, Batches);
        refusal.Status.ShouldBe(400);
        refusal.Json.GetProperty("type").GetString().ShouldBe("error");
        refusal.Error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        refusal.Error.GetProperty("message").GetString().ShouldBe(message);
        server.Ledger.Batches().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_id_of_more_than_64_characters_is_too_long()
    {
        await using var server = await Start();
        var refusal = await server.Post("{\"requests\":[{\"custom_id\":\"" + new string('a', 65) + "\",\"params\":{}}]}", Batches);
        refusal.Error.GetProperty("message").GetString().ShouldBe("requests.0.custom_id: String should have at most 64 characters");
    }

    [Fact]
    public async Task Bad_JSON_is_bad_JSON()
    {
        await using var server = await Start();
        (await server.Post("{\"requests\":[{]}", Batches)).Status.ShouldBe(400);
        (await server.Post("{\"requests\":[{\"custom_id\":\"a\"", Batches)).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("x-api-key", "2023-06-01")]
    [InlineData("authorization", "2026-10-21")]
    public async Task Both_ways_to_send_the_key_are_fine(string header, string version)
    {
        await using var server = await Start();
        using var content = new StringContent("""{"model":"echo","max_tokens":9,"messages":[{"role":"user","content":"Hello"}]}""", Encoding.UTF8, "application/json");
        using var http = new HttpClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation(header, header == "authorization" ? "Bearer sk-test" : "sk-test");
        http.DefaultRequestHeaders.Add("anthropic-version", version);
        using var answer = await http.PostAsync(new Uri(server.BaseAddress, "/anthropic/v1/messages"), content, TestContext.Current.CancellationToken);
        var message = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        message.GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("Hello");
        message.GetProperty("usage").GetProperty("service_tier").GetString().ShouldBe("standard");
    }

    [Fact]
    public async Task Live_messages_are_refused_in_its_shape()
    {
        await using var server = await Start();
        var refusal = await server.Post("""{"model":"echo","messages":[]}""", "/anthropic/v1/messages");
        refusal.Error.GetProperty("message").GetString().ShouldBe("max_tokens: Field required");
        refusal.Json.GetProperty("request_id").GetString()!.ShouldStartWith("req_");
        (await server.Post("{}", "/anthropic/v1/messages", "sk-revoked")).Error.GetProperty("type").GetString().ShouldBe("authentication_error");
        (await server.Post("""{"model":"echo","messages":[{"role":"user","content":"Hello"}]}""", "/anthropic/v1/messages/count_tokens")).Json.GetProperty("input_tokens").GetInt32().ShouldBe(9);
    }

    [Fact]
    public async Task Limits_are_told_in_its_headers()
    {
        await using var server = await SimulatorServer.StartAsync(new() { Rpm = 1 }, _time);
        const string Body = """{"model":"echo","max_tokens":9,"messages":[{"role":"user","content":"Hello"}]}""";
        (await server.Post(Body, "/anthropic/v1/messages")).Headers["anthropic-ratelimit-requests-remaining"].ShouldBe("0");
        var refusal = await server.Post(Body, "/anthropic/v1/messages");
        (refusal.Status, refusal.Error.GetProperty("type").GetString(), refusal.Headers["retry-after"]).ShouldBe((429, "rate_limit_error", "60"));
        refusal.Headers.Keys.ShouldNotContain(name => name.StartsWith("x-ratelimit", StringComparison.Ordinal));
        refusal.Headers["date"].ShouldBe(_time.GetUtcNow().ToString("R"));
    }

    [Fact]
    public async Task Results_are_gone_after_29_days()
    {
        await using var server = await Start();
        var id = (await server.Post(Requests(1), Batches)).Json.GetProperty("id").GetString()!;
        _time.Advance(TimeSpan.FromDays(29));
        var batch = (await server.Get($"{Batches}/{id}")).Json;
        batch.GetProperty("results_url").ValueKind.ShouldBe(JsonValueKind.Null);
        batch.GetProperty("archived_at").GetString().ShouldNotBeNull();
    }

    [Fact]
    public async Task A_key_that_follows_results_to_another_host_is_noticed()
    {
        await using var server = await Start("results-foreign-url");
        var id = (await server.Post(Requests(1), Batches)).Json.GetProperty("id").GetString()!;
        _time.Advance(TimeSpan.FromSeconds(10));
        var url = new Uri((await server.Get($"{Batches}/{id}")).Json.GetProperty("results_url").GetString()!);
        url.Host.ShouldBe("localhost");
        await server.Get(url.PathAndQuery);
        server.Ledger.Totals.RedirectsWithKey.ShouldBe(1);
    }

    private static string Requests(int count) => "{\"requests\":[" + string.Join(",\n", Enumerable.Range(0, count).Select(i =>
        $$"""{"custom_id":"r-{{i}}","params":{"model":"echo","max_tokens":9,"messages":[{"role":"user","content":"prompt {{i}}"}]}""" + "}")) + "]}";

    private static (int Processing, int Succeeded, int Errored, int Canceled, int Expired) Counts(JsonElement batch)
    {
        var counts = batch.GetProperty("request_counts");
        return (counts.GetProperty("processing").GetInt32(), counts.GetProperty("succeeded").GetInt32(), counts.GetProperty("errored").GetInt32(),
            counts.GetProperty("canceled").GetInt32(), counts.GetProperty("expired").GetInt32());
    }

    private Task<SimulatorServer> Start(params string[] faults) => SimulatorServer.StartAsync(
        new() { BatchDelay = TimeSpan.FromSeconds(10), Faults = [.. faults.Select(FaultRule.Parse)] }, _time);
}
