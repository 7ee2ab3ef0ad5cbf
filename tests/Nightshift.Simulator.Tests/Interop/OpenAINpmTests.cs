namespace Nightshift.Simulator.Tests.Interop;

/// <summary>The official npm package openai as the client.</summary>
public sealed class OpenAINpmTests
{
    private readonly NodeClient _client = new("openai-npm", "openai");

    [Fact]
    public async Task It_completes_streams_and_maps_errors()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        (await _client.Run("chat.mjs", server.OpenAIAddress.ToString())).ShouldBe(
        [
            "completion: Hello 🦆 stop 13",
            "stream: A longer question that comes back in more than one piece. stop 15",
            "schema: true",
            "models: echo",
            "error: 401 invalid_api_key AuthenticationError",
            "error: 429 insufficient_quota RateLimitError",
            "error: 400 integer_below_min_value BadRequestError",
        ]);
    }

    [Fact]
    public async Task It_runs_a_batch_from_upload_to_delete()
    {
        await using var fast = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.Zero });
        await using var slow = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromHours(1) });
        (await _client.Run("batch.mjs", fast.OpenAIAddress.ToString(), slow.OpenAIAddress.ToString())).ShouldBe(
        [
            "file: batch processed true",
            "created: validating true j",
            "ended: completed {\"total\":3,\"completed\":2,\"failed\":1} true",
            "line: a 200 one",
            "line: b 200 two 🦆",
            "error line: c 400 empty_array",
            "listed: 2 true",
            "bad: failed invalid_request",
            "deleted: true",
            "deleted: true",
            "deleted: true",
            "gone: 404 NotFoundError",
            "cancel: cancelling",
            "embeddings: 2 true",
            "response: Hello 11",
        ]);
    }
}
