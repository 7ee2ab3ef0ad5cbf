namespace Nightshift.Simulator.Tests.Interop;

/// <summary>The official npm package @mistralai/mistralai as the client.</summary>
public sealed class MistralNpmTests
{
    [Fact]
    public async Task It_runs_batch_jobs_of_files_and_inline()
    {
        await using var fast = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.Zero });
        await using var slow = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromHours(1) });
        (await new NodeClient("mistral-npm", "@mistralai").Run("batch.mjs", fast.Address("/mistral/v1").ToString(), slow.Address("/mistral/v1").ToString())).ShouldBe(
        [
            "file: batch batch_request 3",
            "created: QUEUED true j",
            "ended: SUCCESS 3 2 1",
            "line: a 200 one",
            "line: b 200 two 🦆",
            "error line: c 400",
            "inline: a inline",
            "listed: 2 1 true",
            "job deleted: true",
            "deleted: true",
            "gone: 404",
            "cancel: CANCELLATION_REQUESTED",
            "chat: Hello",
        ]);
    }
}
