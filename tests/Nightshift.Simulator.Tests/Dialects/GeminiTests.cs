using System.Text;
using System.Text.Json;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Dialects;

public sealed class GeminiTests
{
    private const string Create = "/gemini/v1beta/models/echo:batchGenerateContent";
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_job_of_a_file_gives_a_file_and_counts_as_texts()
    {
        await using var server = await Start();
        var name = await File(server, 3);
        _time.Advance(TimeSpan.FromSeconds(5));
        var running = (await server.Get($"/gemini/v1beta/{name}")).Json;
        State(running).ShouldBe("BATCH_STATE_RUNNING");
        running.TryGetProperty("done", out _).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(5));
        var done = (await server.Get($"/gemini/v1beta/{name}")).Json;
        done.GetProperty("metadata").GetProperty("batchStats").GetProperty("successfulRequestCount").GetString().ShouldBe("3");
        done.GetProperty("metadata").GetProperty("batchStats").TryGetProperty("failedRequestCount", out _).ShouldBeFalse();
        var file = done.GetProperty("response").GetProperty("responsesFile").GetString();
        var lines = BatchCaller.Lines((await server.Get($"/gemini/download/v1beta/{file}:download?alt=media")).Bytes);
        lines.Select(line => line.GetProperty("key").GetString()).ShouldBe(["r-0", "r-1", "r-2"]);
        lines[0].GetProperty("response").GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString().ShouldBe("prompt 0");
        _time.Advance(TimeSpan.FromHours(48));
        (await server.Get($"/gemini/download/v1beta/{file}:download?alt=media")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Lists_leave_inline_results_out()
    {
        await using var server = await Start();
        var name = (await server.Post(Inline("one"), Create)).Json.GetProperty("name").GetString();
        _time.Advance(TimeSpan.FromSeconds(10));
        (await server.Get($"/gemini/v1beta/{name}")).Json.GetProperty("response").GetProperty("inlinedResponses").GetProperty("inlinedResponses")[0]
            .GetProperty("metadata").GetProperty("custom_id").GetString().ShouldBe("0");
        (await server.Get("/gemini/v1beta/batches?pageSize=1")).Json.GetProperty("operations")[0].TryGetProperty("response", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task One_malformed_row_and_there_is_no_batch()
    {
        await using var server = await Start();
        var refusal = await server.Post("""{"batch":{"displayName":"j","inputConfig":{"requests":{"requests":[{"request":{"contents":[]}}]}}}}""", Create);
        (refusal.Status, refusal.Error.GetProperty("status").GetString()).ShouldBe((400, "INVALID_ARGUMENT"));
        server.Ledger.Batches().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_not_done_in_48_hours_expires_with_nothing()
    {
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromHours(96) }, _time);
        var name = await File(server, 3);
        _time.Advance(TimeSpan.FromHours(48));
        var job = (await server.Get($"/gemini/v1beta/{name}")).Json;
        State(job).ShouldBe("BATCH_STATE_EXPIRED");
        job.GetProperty("done").GetBoolean().ShouldBeTrue();
        job.TryGetProperty("response", out _).ShouldBeFalse();
        server.Ledger.Totals.BillUsd.ShouldBe(0);
    }

    [Fact]
    public async Task A_cancel_answers_nothing_and_comes_later()
    {
        await using var server = await Start();
        var name = await File(server, 3);
        _time.Advance(TimeSpan.FromSeconds(5));
        (await server.Post("", $"/gemini/v1beta/{name}:cancel")).Json.EnumerateObject().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(5));
        var job = (await server.Get($"/gemini/v1beta/{name}")).Json;
        State(job).ShouldBe("BATCH_STATE_CANCELLED");
        job.GetProperty("error").GetProperty("code").GetInt32().ShouldBe(13);
    }

    [Fact]
    public async Task Partial_success_has_a_state_of_its_own()
    {
        await using var server = await Start("batch-partial:share=0.5");
        var name = await File(server, 4);
        _time.Advance(TimeSpan.FromSeconds(10));
        var job = (await server.Get($"/gemini/v1beta/{name}")).Json;
        State(job).ShouldBe("BATCH_STATE_PARTIALLY_SUCCEEDED");
        BatchCaller.Lines((await server.Get($"/gemini/v1beta/{job.GetProperty("response").GetProperty("responsesFile").GetString()}:download")).Bytes).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_job_of_a_file_can_answer_inline()
    {
        await using var server = await Start("batch-inline-output");
        var name = await File(server, 2);
        _time.Advance(TimeSpan.FromSeconds(10));
        var response = (await server.Get($"/gemini/v1beta/{name}")).Json.GetProperty("response");
        response.TryGetProperty("responsesFile", out _).ShouldBeFalse();
        response.GetProperty("inlinedResponses").GetProperty("inlinedResponses")[1].GetProperty("metadata").GetProperty("key").GetString().ShouldBe("r-1");
    }

    [Fact]
    public async Task Only_the_key_that_made_a_thing_sees_it()
    {
        await using var server = await Start();
        var name = await File(server, 1);
        (await server.Get($"/gemini/v1beta/{name}", "other")).Status.ShouldBe(404);
        (await server.Get("/gemini/v1beta/batches", "other")).Json.GetProperty("operations").GetArrayLength().ShouldBe(0);
        (await server.Get("/gemini/v1beta/batches", "key-revoked")).Error.GetProperty("status").GetString().ShouldBe("INVALID_ARGUMENT");
    }

    [Fact]
    public async Task A_full_queue_is_a_429_at_create_with_the_wait_in_the_body()
    {
        await using var server = await SimulatorServer.StartAsync(new() { EnqueuedTokens = 5 }, _time);
        var refusal = await server.Post(Inline("a text that is long enough"), Create);
        (refusal.Status, refusal.Error.GetProperty("status").GetString()).ShouldBe((429, "RESOURCE_EXHAUSTED"));
        await using var throttled = await Start("429-rpm:call=poll,delay=34s");
        var name = await File(throttled, 1);
        var answer = await throttled.Get($"/gemini/v1beta/{name}");
        answer.Headers.Keys.ShouldNotContain("retry-after");
        answer.Error.GetProperty("details").EnumerateArray()
            .Single(detail => detail.GetProperty("@type").GetString()!.EndsWith("RetryInfo", StringComparison.Ordinal)).GetProperty("retryDelay").GetString().ShouldBe("34s");
    }

    [Fact]
    public async Task A_file_comes_in_chunks_and_can_be_asked_how_far_it_is()
    {
        await using var server = await Start();
        var start = await server.Send(HttpMethod.Post, "/gemini/upload/v1beta/files", new StringContent("{}", Encoding.UTF8, "application/json"), "sk-test",
            ("X-Goog-Upload-Protocol", "resumable"), ("X-Goog-Upload-Command", "start"));
        var address = new Uri(start.Headers["x-goog-upload-url"]).PathAndQuery;
        var chunk = new byte[256 * 1024];
        (await Send(0, "upload", chunk)).Headers["x-goog-upload-status"].ShouldBe("active");
        (await Send(0, "upload", chunk)).Status.ShouldBe(400);
        (await Send(chunk.Length, "upload", [1])).Status.ShouldBe(400);
        (await Send(0, "query", [])).Headers["x-goog-upload-size-received"].ShouldBe(chunk.Length.ToString());
        server.Ledger.Files().ShouldBeEmpty();
        var end = await Send(chunk.Length, "upload, finalize", [1]);
        end.Json.GetProperty("file").GetProperty("sizeBytes").GetString().ShouldBe((chunk.Length + 1).ToString());
        server.Ledger.Files().ShouldHaveSingleItem();

        Task<Caller.Reply> Send(int offset, string command, byte[] bytes) => server.Send(HttpMethod.Post, address, new ByteArrayContent(bytes), "sk-test",
            ("X-Goog-Upload-Offset", offset.ToString()), ("X-Goog-Upload-Command", command));
    }

    private static async Task<string> File(SimulatorServer server, int rows)
    {
        var file = await server.GeminiUpload(string.Concat(Enumerable.Range(0, rows).Select(i => $$"""{"key":"r-{{i}}","request":{"contents":[{"parts":[{"text":"prompt {{i}}"}]}]}""" + "}\n")));
        return (await server.Post($$"""{"batch":{"displayName":"j","inputConfig":{"fileName":"{{file}}"} } }""", Create)).Json.GetProperty("name").GetString()!;
    }

    private static string Inline(string text) =>
        "{\"batch\":{\"displayName\":\"j\",\"inputConfig\":{\"requests\":{\"requests\":[{\"request\":{\"contents\":[{\"parts\":[{\"text\":\"" + text + "\"}]}]},\"metadata\":{\"custom_id\":\"0\"}}]}}}}";

    private static string State(JsonElement operation) => operation.GetProperty("metadata").GetProperty("state").GetString()!;

    private Task<SimulatorServer> Start(params string[] faults) => SimulatorServer.StartAsync(
        new() { BatchDelay = TimeSpan.FromSeconds(10), Faults = [.. faults.Select(FaultRule.Parse)] }, _time);
}
