namespace Nightshift.Simulator.Tests.Interop;

/// <summary>The official npm package @google/genai as the client.</summary>
public sealed class GeminiNpmTests
{
    [Fact]
    public async Task It_runs_batches_inline_and_of_files()
    {
        await using var fast = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.Zero });
        await using var slow = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromHours(1) });
        (await new NodeClient("gemini-npm", "@google").Run("batch.mjs", fast.Address("/gemini").ToString(), slow.Address("/gemini").ToString())).ShouldBe(
        [
            "answer: Hello STOP 11",
            "tokens: 9",
            "created: JOB_STATE_PENDING inline",
            "ended: JOB_STATE_SUCCEEDED",
            "inline: a one",
            "inline: b two 🦆",
            "file: ACTIVE true",
            "done: JOB_STATE_SUCCEEDED true",
            "line: a one",
            "line: b 3",
            "line: c xxx",
            "listed: file,inline",
            "gone: 404",
            "gone: 403",
            "vectors: JOB_STATE_SUCCEEDED",
            "cancelled: JOB_STATE_RUNNING",
        ]);
    }
}
