using Nightshift.Simulator.Tests.Clients;
using Nightshift.Simulator.Tests.Clocks;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Dialects;

/// <summary>What the providers that follow OpenAI's batches do otherwise.</summary>
public sealed class OpenAICompatibleTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("/openai/v1", "/v1/chat/completions", "24h")]
    [InlineData("/v1", "/v1/chat/completions", "24h")]
    [InlineData("/azure/openai/v1", "/v1/chat/completions", "24h")]
    [InlineData("/azure/openai", "/chat/completions", "24h")]
    [InlineData("/groq/openai/v1", "/v1/chat/completions", "7d")]
    [InlineData("/glm/api/paas/v4", "/v4/chat/completions", "24h")]
    [InlineData("/qwen/compatible-mode/v1", "/v1/chat/completions", "14d")]
    [InlineData("/qwen/compatible-mode/v1", "/v1/chat/ds-test", "24h")]
    [InlineData("/novita/openai/v1", "/v1/chat/completions", "48h")]
    [InlineData("/doubleword/v1", "/v1/chat/completions", "1h")]
    [InlineData("/parasail/v1", "/v1/chat/completions", "24h")]
    public async Task A_batch_goes_its_way(string address, string endpoint, string window)
    {
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        var rows = BatchCaller.Rows(3).Replace("/v1/chat/completions", endpoint, StringComparison.Ordinal);
        var file = (await server.Upload(rows, address)).Json.GetProperty("id").GetString()!;
        var id = (await server.Create(file, address, endpoint, window)).Json.GetProperty("id").GetString()!;
        _time.Advance(TimeSpan.FromSeconds(2));
        var batch = await server.Poll(id, address);
        batch.Status().ToLowerInvariant().ShouldBe("completed");
        batch.Counts().ShouldBe((3, 3, 0));
        (await server.Lines(batch, "output_file_id", address)).Select(line => line.Id()).ShouldBe(["r-0", "r-1", "r-2"], ignoreOrder: true);
        server.Ledger.Batches().ShouldHaveSingleItem().Provider.ShouldBe(address);
    }

    [Theory]
    [InlineData("/groq/openai/v1", "8d")]
    [InlineData("/qwen/compatible-mode/v1", "15d")]
    [InlineData("/azure/openai/v1", "48h")]
    [InlineData("/doubleword/v1", "2d")]
    public async Task Another_window_is_refused(string address, string window)
    {
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        (await server.Create("file-x", address, "/v1/chat/completions", window)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Groq_lists_without_pages()
    {
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        await server.Batch(BatchCaller.Rows(1), "/groq/openai/v1");
        var list = (await server.Get("/groq/openai/v1/batches")).Json;
        list.EnumerateObject().Select(member => member.Name).ShouldBe(["object", "data"]);
        list.GetProperty("data")[0].TryGetProperty("usage", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(false, false)]
    public async Task Zhipu_takes_the_input_away_unless_told_otherwise(bool? told, bool gone)
    {
        const string Address = "/glm/api/paas/v4";
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        var file = (await server.Upload(BatchCaller.Rows(1).Replace("/v1/", "/v4/", StringComparison.Ordinal), Address)).Json.GetProperty("id").GetString()!;
        var flag = told is { } value ? $",\"auto_delete_input_file\":{(value ? "true" : "false")}" : "";
        var id = (await server.Post($$"""{"input_file_id":"{{file}}","endpoint":"/v4/chat/completions"{{flag}}}""", Address + "/batches")).Json.GetProperty("id").GetString()!;
        _time.Advance(TimeSpan.FromSeconds(2));
        (await server.Poll(id, Address)).Status().ShouldBe("completed");
        (await server.Get($"{Address}/files/{file}")).Status.ShouldBe(gone ? 404 : 200);
    }

    [Fact]
    public async Task Novita_has_a_word_of_its_own_and_bare_lines()
    {
        const string Address = "/novita/openai/v1";
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        var id = await server.Batch("""{"custom_id":"a","body":{"model":"echo","messages":[{"role":"user","content":"x"}]}}""" + "\n", Address);
        (await server.Poll(id, Address)).Status().ShouldBe("VALIDATING");
        _time.Advance(TimeSpan.FromSeconds(1));
        (await server.Poll(id, Address)).Status().ShouldBe("PROGRESS");
        _time.Advance(TimeSpan.FromSeconds(1));
        (await server.Poll(id, Address)).Counts().ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task Doubleword_mixes_models_and_endpoints()
    {
        const string Address = "/doubleword/v1";
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        var id = await server.Batch(BatchCaller.Row("a", "x") + BatchCaller.Row("b", "x", "label")
            + """{"custom_id":"c","method":"POST","url":"/v1/embeddings","body":{"model":"embed","input":"x"}}""" + "\n", Address);
        _time.Advance(TimeSpan.FromSeconds(2));
        var lines = await server.Lines(await server.Poll(id, Address), "output_file_id", Address);
        lines.Select(line => line.GetProperty("response").GetProperty("body").GetProperty("object").GetString()).ShouldBe(["chat.completion", "chat.completion", "list"], ignoreOrder: true);
    }

    [Fact]
    public async Task Azure_does_not_expire_and_wants_files_for_two_weeks()
    {
        const string Address = "/azure/openai/v1";
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromHours(48) }, _time);
        var id = await server.Batch(BatchCaller.Rows(1), Address);
        _time.Advance(TimeSpan.FromHours(30));
        (await server.Poll(id, Address)).Status().ShouldBe("in_progress");
        (await server.Upload("{}\n", Address, fields: ("expires_after.seconds", "86400"))).Status.ShouldBe(400);
        (await server.Upload("{}\n", Address, fields: ("expires_after.seconds", "1209600"))).Json.GetProperty("expires_at").GetInt64()
            .ShouldBe(_time.GetUtcNow().AddDays(14).ToUnixTimeSeconds());
        (await server.Get($"{Address}/batches/none")).Error.GetProperty("code").GetString().ShouldBe("404");
    }

    [Theory]
    [InlineData("/qwen-batch/compatible-mode/v1/chat/completions")]
    [InlineData("/volcengine/api/v3/batch/chat/completions")]
    public async Task Held_calls_wait_as_long_as_a_batch_and_cost_half(string path)
    {
        var time = new WatchedTime();
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromMinutes(30) }, time);
        var call = server.Post(Caller.Body("Hello"), path);
        (await time.PassNextWait()).ShouldBe(TimeSpan.FromMinutes(30));
        var answer = await call;
        answer.Text.ShouldBe("Hello");
        server.Ledger.Totals.Usd.ShouldBe(((answer.Usage("prompt_tokens") * 0.15m) + (answer.Usage("completion_tokens") * 0.60m)) / 2_000_000m);
        server.Ledger.Calls().ShouldHaveSingleItem().Usd.ShouldBe(server.Ledger.Totals.Usd);
    }

    [Fact]
    public async Task Embeddings_are_unit_vectors_of_the_text()
    {
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        var answer = (await server.Post("""{"model":"embed","input":["one","two","one"],"dimensions":8}""", "/openai/v1/embeddings")).Json;
        var vectors = answer.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("embedding").EnumerateArray().Select(part => part.GetDouble()).ToArray()).ToList();
        vectors.ShouldAllBe(vector => vector.Length == 8 && Math.Abs(vector.Sum(part => part * part) - 1) < 1e-5);
        vectors[0].ShouldBe(vectors[2]);
        vectors[0].ShouldNotBe(vectors[1]);
        (await server.Post("""{"model":"embed","input":""}""", "/openai/v1/embeddings")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Deletes_and_unknown_methods_are_what_they_are_elsewhere()
    {
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        (await server.Send(HttpMethod.Delete, "/openai/v1/batches/x")).Status.ShouldBe(405);
        (await server.Get("/deepseek/v1/batches")).Status.ShouldBe(404);
        (await server.Send(HttpMethod.Get, "/openai/v1/files", key: null)).Status.ShouldBe(401);
        (await server.Get("/openai/v1/batches", "sk-revoked")).Error.GetProperty("code").GetString().ShouldBe("invalid_api_key");
    }

    [Fact]
    public async Task Files_expire()
    {
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        var file = (await server.Upload("{}\n", fields: ("expires_after[seconds]", "3600"))).Json.GetProperty("id").GetString();
        _time.Advance(TimeSpan.FromHours(1));
        (await server.Get($"/openai/v1/files/{file}")).Status.ShouldBe(404);
    }
}
