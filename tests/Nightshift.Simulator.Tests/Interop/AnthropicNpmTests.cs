namespace Nightshift.Simulator.Tests.Interop;

/// <summary>The official npm package @anthropic-ai/sdk as the client.</summary>
public sealed class AnthropicNpmTests
{
    [Fact]
    public async Task It_runs_a_batch_from_create_to_delete()
    {
        await using var fast = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.Zero });
        await using var slow = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromHours(1) });
        (await new NodeClient("anthropic-npm", "@anthropic-ai").Run("batch.mjs", fast.Address("/anthropic").ToString(), slow.Address("/anthropic").ToString())).ShouldBe(
        [
            "message: Hello end_turn 9",
            "created: in_progress {\"processing\":3,\"succeeded\":0,\"errored\":0,\"canceled\":0,\"expired\":0}",
            "ended: ended {\"processing\":0,\"succeeded\":2,\"errored\":1,\"canceled\":0,\"expired\":0} true",
            "line: a succeeded one",
            "line: b succeeded two 🦆",
            "line: c errored messages: Field required",
            "listed: 2 true",
            "deleted: message_batch_deleted",
            "error: 404 not_found_error Batch `ID` not found.",
            "error: 400 invalid_request_error requests: custom_id's must be unique within a batch. Duplica",
            "error: 400 invalid_request_error requests.0.custom_id: String should match pattern '^[a-zA-Z0",
            "error: 400 invalid_request_error requests: List should have at least 1 item after validation,",
            "cancel: canceling",
            "early: No batch `results_url`;",
        ]);
    }
}
