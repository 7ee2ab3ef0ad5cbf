using System.Text.Json;
using System.Text.RegularExpressions;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Recorded;

/// <summary>The simulator's objects have the members and types of real ones, where recordings of these are beside the checkout.</summary>
public sealed class RecordedShapeTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task OpenAIs_files_and_batches()
    {
        var recorded = Exchange.Of("openai");
        await using var server = await Start();
        var file = (await server.Upload(BatchCaller.Rows(2))).Json;
        Compare(recorded, "POST", "/v1/files$", _ => true, file, "expires_at");
        var created = (await server.Create(file.GetProperty("id").GetString()!)).Json;
        var id = created.GetProperty("id").GetString()!;
        Compare(recorded, "POST", "/v1/batches$", _ => true, created, "metadata");
        _time.Advance(TimeSpan.FromSeconds(5));
        Compare(recorded, "GET", "/v1/batches/[^/]+$", one => one.Status() == "in_progress", await server.Poll(id), "metadata");
        _time.Advance(TimeSpan.FromSeconds(5));
        var ended = await server.Poll(id);
        Compare(recorded, "GET", "/v1/batches/[^/]+$", one => one.Status() == "completed", ended, "metadata");
        Compare(recorded, "GET", "/v1/batches$", _ => true, (await server.Get("/openai/v1/batches")).Json, "metadata");
        Compare(recorded, "GET", "/v1/files/[^/]+$", _ => true, (await server.Get($"/openai/v1/files/{file.GetProperty("id").GetString()}")).Json);
        CompareLines(recorded, "/v1/files/[^/]+/content$", (await server.Lines(ended, "output_file_id"))[0], "body");
        Compare(recorded, "POST", "/v1/batches/[^/]+/cancel$", _ => true, (await server.Post("{}", $"/openai/v1/batches/{await server.Batch(BatchCaller.Rows(1))}/cancel")).Json, "metadata");
        Compare(recorded, "DELETE", "/v1/files/[^/]+$", _ => true, (await server.Send(HttpMethod.Delete, $"/openai/v1/files/{file.GetProperty("id").GetString()}")).Json);
    }

    [Fact]
    public async Task Anthropics_batches_and_results()
    {
        var recorded = Exchange.Of("anthropic");
        await using var server = await Start();
        const string Batches = "/anthropic/v1/messages/batches";
        var created = (await server.Post("""{"requests":[{"custom_id":"a","params":{"model":"echo","max_tokens":9,"messages":[{"role":"user","content":"x"}]}}]}""", Batches)).Json;
        var id = created.GetProperty("id").GetString();
        Compare(recorded, "POST", "/batches$", _ => true, created);
        Compare(recorded, "POST", "/cancel$", _ => true, (await server.Post("{}", $"{Batches}/{id}/cancel")).Json);
        id = (await server.Post("""{"requests":[{"custom_id":"a","params":{"model":"echo","max_tokens":9,"messages":[{"role":"user","content":"x"}]}}]}""", Batches)).Json.GetProperty("id").GetString();
        _time.Advance(TimeSpan.FromSeconds(10));
        Compare(recorded, "GET", "/batches/[^/]+$", one => one.GetProperty("processing_status").GetString() == "ended", (await server.Get($"{Batches}/{id}")).Json);
        CompareLines(recorded, "/results$", BatchCaller.Lines((await server.Get($"{Batches}/{id}/results")).Bytes)[0]);
    }

    [Fact]
    public async Task Geminis_operations()
    {
        var recorded = Exchange.Of("gemini");
        await using var server = await Start();
        var created = (await server.Post(
            """{"batch":{"displayName":"j","inputConfig":{"requests":{"requests":[{"request":{"contents":[{"parts":[{"text":"x"}]}]},"metadata":{"custom_id":"0"}}]}}}}""",
            "/gemini/v1beta/models/echo:batchGenerateContent")).Json;
        Compare(recorded, "POST", ":batchGenerateContent$", _ => true, created);
        _time.Advance(TimeSpan.FromSeconds(10));
        // Thinking has tokens of its own, which the simulator's models do not do.
        Compare(recorded, "GET", "/batches/[^/]+$", one => one.GetProperty("metadata").GetProperty("state").GetString() == "BATCH_STATE_SUCCEEDED",
            (await server.Get($"/gemini/v1beta/{created.GetProperty("name").GetString()}")).Json, "thoughtsTokenCount", "thoughtSignature");
    }

    [Fact]
    public async Task Mistrals_jobs()
    {
        var recorded = Exchange.Of("mistral");
        await using var server = await Start();
        var created = (await server.Post(
            """{"endpoint":"/v1/chat/completions","model":"echo","requests":[{"custom_id":"0","body":{"messages":[{"role":"user","content":"x"}]}}]}""", "/mistral/v1/batch/jobs")).Json;
        Compare(recorded, "POST", "/batch/jobs$", _ => true, created);
        _time.Advance(TimeSpan.FromSeconds(10));
        Compare(recorded, "GET", "/batch/jobs/[^/]+$", one => one.Status() == "SUCCESS" && one.GetProperty("outputs").ValueKind == JsonValueKind.Array,
            (await server.Get($"/mistral/v1/batch/jobs/{created.GetProperty("id").GetString()}?inline=true")).Json, "body");
    }

    [Fact]
    public async Task XAIs_batches_and_results()
    {
        var recorded = Exchange.Of("xai");
        await using var server = await Start();
        var created = (await server.Post("""{"name":"j"}""", "/xai/v1/batches")).Json;
        var id = created.GetProperty("batch_id").GetString();
        Compare(recorded, "POST", "/batches$", _ => true, created);
        await server.Post("""{"batch_requests":[{"batch_request_id":"0","batch_request":{"responses":{"model":"echo","input":"x"}}}]}""", $"/xai/v1/batches/{id}/requests");
        _time.Advance(TimeSpan.FromSeconds(10));
        Compare(recorded, "GET", "/batches/[^/]+$", _ => true, (await server.Get($"/xai/v1/batches/{id}")).Json);
        Compare(recorded, "GET", "/results$", _ => true, (await server.Get($"/xai/v1/batches/{id}/results")).Json, "chat_get_completion");
    }

    private static void Compare(List<Exchange> recorded, string method, string path, Func<JsonElement, bool> which, JsonElement ours, params string[] ignored)
    {
        var real = recorded.Where(exchange => exchange.Method == method && exchange.Status is 200 or 201 && Regex.IsMatch(exchange.Path, path))
            .Select(exchange => exchange.Json).First(json => json.ValueKind == JsonValueKind.Object && which(json));
        Shape.Differences(real, ours, ignored).ShouldBeEmpty($"{method} {path}");
    }

    private static void CompareLines(List<Exchange> recorded, string path, JsonElement ours, params string[] ignored)
    {
        var text = recorded.First(exchange => exchange.Status == 200 && Regex.IsMatch(exchange.Path, path) && exchange.Body.Contains("custom_id", StringComparison.Ordinal)).Body;
        Shape.Differences(JsonDocument.Parse(text.Split('\n')[0]).RootElement, ours, ignored).ShouldBeEmpty(path);
    }

    private Task<SimulatorServer> Start() => SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromSeconds(10) }, _time);
}
