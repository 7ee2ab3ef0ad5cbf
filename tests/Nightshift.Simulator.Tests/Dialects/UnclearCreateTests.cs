using System.Text.Json;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Dialects;

/// <summary>In every dialect a create whose answer is lost has made one batch, or none when it was dropped before; lists show it once they have caught up.</summary>
public sealed class UnclearCreateTests
{
    private const string Chat = """{"model":"echo","messages":[{"role":"user","content":"x"}],"max_tokens":9}""";

    private static readonly Dictionary<string, Maker> Makers = new()
    {
        ["openai"] = Compatible("/openai/v1", "/v1/chat/completions"),
        ["azure"] = Compatible("/azure/openai/v1", "/v1/chat/completions"),
        ["groq"] = Compatible("/groq/openai/v1", "/v1/chat/completions"),
        ["zhipu"] = Compatible("/glm/api/paas/v4", "/v4/chat/completions"),
        ["dashscope"] = Compatible("/qwen/compatible-mode/v1", "/v1/chat/completions"),
        ["novita"] = Compatible("/novita/openai/v1", "/v1/chat/completions"),
        ["anthropic"] = Inline("/anthropic/v1/messages/batches", "{\"requests\":[{\"custom_id\":\"a\",\"params\":" + Chat + "}]}", "data"),
        ["gemini"] = new(_ => Task.FromResult(("/gemini/v1beta/models/echo:batchGenerateContent",
            """{"batch":{"displayName":"j","inputConfig":{"requests":{"requests":[{"request":{"contents":[{"parts":[{"text":"x"}]}]},"metadata":{"key":"a"}}]}}}}""")),
            "/gemini/v1beta/batches", list => list.GetProperty("operations").GetArrayLength()),
        ["mistral"] = Inline("/mistral/v1/batch/jobs", "{\"endpoint\":\"/v1/chat/completions\",\"requests\":[{\"custom_id\":\"a\",\"body\":" + Chat + "}]}", "data"),
        ["xai"] = Inline("/xai/v1/batches", """{"name":"j"}""", "batches"),
        ["together"] = new(async server =>
        {
            using var form = new MultipartFormDataContent { { new StringContent("batch-api"), "purpose" }, { new StringContent("in.jsonl"), "file_name" }, { new StringContent(BatchCaller.Rows(1)), "file", "in.jsonl" } };
            var file = (await server.Send(HttpMethod.Post, "/together/v1/files/upload", form)).Json.GetProperty("id").GetString();
            return ("/together/v1/batches", $$"""{"input_file_id":"{{file}}","endpoint":"/v1/chat/completions"}""");
        }, "/together/v1/batches", list => list.GetArrayLength()),
        ["fireworks"] = new(async server =>
        {
            const string Account = "/fireworks/v1/accounts/me";
            await server.Post("""{"datasetId":"in"}""", Account + "/datasets");
            using var form = new MultipartFormDataContent { { new StringContent(BatchCaller.Rows(1)), "file", "in.jsonl" } };
            await server.Send(HttpMethod.Post, Account + "/datasets/in:upload", form);
            return (Account + "/batchInferenceJobs", """{"model":"echo","inputDatasetId":"in"}""");
        }, "/fireworks/v1/accounts/me/batchInferenceJobs", list => list.GetProperty("batchInferenceJobs").GetArrayLength()),
    };

    public static TheoryData<string, string> All =>
        [.. from dialect in Makers.Keys
            from fault in new[] { "execute-then-reset", "execute-then-500", "execute-then-truncate", "execute-then-garbage", "drop-before-execute" }
            select new TheoryDataRow<string, string>(dialect, fault)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task One_batch_is_made_or_none_and_lists_lag(string dialect, string fault)
    {
        var time = new ManualTime();
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse($"{fault}:call=create,first=1"), FaultRule.Parse("batch-hidden:delay=90s")] }, time);
        var maker = Makers[dialect];
        var (path, body) = await maker.Prepare(server);
        try
        {
            var answer = await server.Post(body, path);
            answer.Status.ShouldBeOneOf(200, 201, 500);
            if (answer.Status != 500)
                Should.Throw<JsonException>(() => answer.Json);
        }
        catch (HttpRequestException)
        {
            // A reset, a cut, a drop.
        }

        var made = fault == "drop-before-execute" ? 0 : 1;
        server.Ledger.Batches().Count.ShouldBe(made);
        server.Ledger.Totals.Faults[fault].ShouldBe(1);
        maker.Count((await server.Get(maker.List)).Json).ShouldBe(0);
        time.Advance(TimeSpan.FromSeconds(90));
        maker.Count((await server.Get(maker.List)).Json).ShouldBe(made);
    }

    private static Maker Compatible(string address, string endpoint) => new(async server =>
    {
        var file = (await server.Upload(BatchCaller.Rows(1).Replace("/v1/chat/completions", endpoint, StringComparison.Ordinal), address)).Json.GetProperty("id").GetString();
        return (address + "/batches", $$"""{"input_file_id":"{{file}}","endpoint":"{{endpoint}}","completion_window":"24h"}""");
    }, address + "/batches", list => list.GetProperty("data").GetArrayLength());

    private static Maker Inline(string path, string body, string member) => new(_ => Task.FromResult((path, body)), path, list => list.GetProperty(member).GetArrayLength());

    private sealed record Maker(Func<SimulatorServer, Task<(string Path, string Body)>> Prepare, string List, Func<JsonElement, int> Count);
}
