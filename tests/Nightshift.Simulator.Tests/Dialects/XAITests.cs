using System.Text.Json;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Dialects;

public sealed class XAITests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_batch_is_made_empty_filled_and_read_in_pages()
    {
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromSeconds(10) }, _time);
        var id = (await server.Post("""{"name":"j"}""", "/xai/v1/batches")).Json.GetProperty("batch_id").GetString()!;
        _time.Advance(TimeSpan.FromMinutes(1));
        State(await server.Poll(id, "/xai/v1")).ShouldBe((0, 0, 0));
        await server.Post("""{"batch_requests":[{"batch_request_id":"0","batch_request":{"chat_get_completion":{"model":"echo","messages":[{"role":"user","content":"zero"}]}}}]}""", $"/xai/v1/batches/{id}/requests");
        _time.Advance(TimeSpan.FromSeconds(5));
        (await server.Post("""{"batch_requests":[{"batch_request_id":"1","batch_request":{"responses":{"model":"label","input":[{"role":"user","content":"one of: a"}]}}},{"batch_request_id":"2","batch_request":{"responses":{}}}]}""",
            $"/xai/v1/batches/{id}/requests")).Json.ValueKind.ShouldBe(JsonValueKind.Null);
        State(await server.Poll(id, "/xai/v1")).ShouldBe((3, 3, 0));
        _time.Advance(TimeSpan.FromSeconds(10));
        State(await server.Poll(id, "/xai/v1")).ShouldBe((3, 0, 2));
        var first = (await server.Get($"/xai/v1/batches/{id}/results?limit=2")).Json;
        first.GetProperty("results").GetArrayLength().ShouldBe(2);
        first.GetProperty("results")[0].GetProperty("batch_result").GetProperty("response").GetProperty("chat_get_completion").GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe("zero");
        var second = (await server.Get($"/xai/v1/batches/{id}/results?limit=2&pagination_token={first.GetProperty("pagination_token").GetString()}")).Json;
        second.GetProperty("results").GetArrayLength().ShouldBe(1);
        second.GetProperty("results")[0].GetProperty("error_message").GetString()!.ShouldNotBeEmpty();
        second.GetProperty("pagination_token").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_batch_of_a_file_is_sealed_and_can_be_cancelled()
    {
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromSeconds(10) }, _time);
        var file = (await server.Upload(BatchCaller.Rows(10), "/xai/v1")).Json.GetProperty("id").GetString();
        var id = (await server.Post($$"""{"name":"j","input_file_id":"{{file}}"}""", "/xai/v1/batches")).Json.GetProperty("batch_id").GetString()!;
        (await server.Post("""{"batch_requests":[]}""", $"/xai/v1/batches/{id}/requests")).Status.ShouldBe(400);
        _time.Advance(TimeSpan.FromSeconds(5));
        await server.Post("", $"/xai/v1/batches/{id}:cancel");
        _time.Advance(TimeSpan.FromSeconds(5));
        var ended = await server.Poll(id, "/xai/v1");
        State(ended).ShouldBe((10, 0, 5));
        ended.GetProperty("state").GetProperty("num_cancelled").GetInt32().ShouldBe(5);
        ended.GetProperty("cancel_time").GetString().ShouldNotBeNull();
    }

    private static (int Requests, int Pending, int Success) State(JsonElement batch)
    {
        var state = batch.GetProperty("state");
        return (state.GetProperty("num_requests").GetInt32(), state.GetProperty("num_pending").GetInt32(), state.GetProperty("num_success").GetInt32());
    }
}
