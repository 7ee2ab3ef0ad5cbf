using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Accounting;

/// <summary>What an oracle asks of the ledger: how many batches of what, what was answered, what is left behind.</summary>
public sealed class BatchLedgerTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task It_tells_when_what_happened()
    {
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromSeconds(10) }, _time);
        _time.Advance(TimeSpan.FromSeconds(1));
        var id = await server.Batch(BatchCaller.Rows(10));
        _time.Advance(TimeSpan.FromSeconds(5));
        await server.Post("{}", $"/openai/v1/batches/{id}/cancel");
        _time.Advance(TimeSpan.FromSeconds(4));
        var batch = server.Ledger.Batches().ShouldHaveSingleItem();
        (batch.Arrival, batch.CancelAsked, batch.Ended, batch.Deleted).ShouldBe((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(8.5), (TimeSpan?)null));
        (batch.Stage, batch.Lines, batch.ExecutedLines).ShouldBe((Stage.Cancelled, 10, 5));
        await server.Send(HttpMethod.Delete, $"/openai/v1/files/{batch.InputFileId}");
        var files = server.Ledger.Files();
        files.Single(file => file.Batch is null).Deleted.ShouldBe(TimeSpan.FromSeconds(10));
        files.Where(file => file.Batch == id).Select(file => file.Deleted).ShouldBe([null, null]);
        server.Ledger.Totals.Batches.FilesOpen.ShouldBe(2);
    }

    [Fact]
    public async Task A_duplicate_shows_by_input_file_by_prefix_and_by_row()
    {
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        var file = (await server.Upload(BatchCaller.Row("s7f3-0", "a") + BatchCaller.Row("s7f3-1", "b"))).Json.GetProperty("id").GetString()!;
        await server.Create(file);
        await server.Create(file);
        await server.Batch(BatchCaller.Row("x9k2-0", "c"));
        _time.Advance(TimeSpan.FromSeconds(2));
        server.Ledger.BatchesByInputFile()[file].ShouldBe(2);
        server.Ledger.BatchesByPrefix(4).ShouldBe(new Dictionary<string, int> { ["s7f3"] = 2, ["x9k2"] = 1 }, ignoreOrder: true);
        server.Ledger.ExecutedLines().ShouldBe(new Dictionary<string, int> { ["s7f3-0"] = 2, ["s7f3-1"] = 2, ["x9k2-0"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Clearing_forgets_batches_and_keeps_them_at_the_provider()
    {
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        var id = await server.Batch(BatchCaller.Rows(1));
        server.Ledger.Clear();
        server.Ledger.Batches().ShouldBeEmpty();
        server.Ledger.Totals.Batches.Created.ShouldBe(0);
        (await server.Get($"/openai/v1/batches/{id}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Calls_are_counted_by_kind_and_polls_by_batch()
    {
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse("429-rpm:call=poll,first=1")] }, _time);
        var id = await server.Batch(BatchCaller.Rows(1));
        (await server.Get($"/openai/v1/batches/{id}")).Headers["retry-after"].ShouldBe("1");
        await server.Poll(id);
        await server.Get("/openai/v1/batches");
        server.Ledger.Totals.Batches.Calls.ShouldBe(new Dictionary<string, long> { ["upload"] = 1, ["create"] = 1, ["poll"] = 2, ["list"] = 1 }, ignoreOrder: true);
        server.Ledger.Batches()[0].Polls.ShouldBe(1);
    }

    [Fact]
    public async Task Rules_can_ask_for_the_model_of_the_rows()
    {
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse("batch-failed:model=label")] }, _time);
        var good = await server.Batch(BatchCaller.Rows(1));
        var bad = await server.Batch(BatchCaller.Rows(1, "label"));
        _time.Advance(TimeSpan.FromSeconds(2));
        ((await server.Poll(good)).Status(), (await server.Poll(bad)).Status()).ShouldBe(("completed", "failed"));
    }

    [Fact]
    public async Task Many_clients_at_once_leave_nothing_out()
    {
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.Zero, Seed = 3, Faults = [FaultRule.Parse("row-500:0.2"), FaultRule.Parse("results-shuffled")] });
        var counts = await Task.WhenAll(Enumerable.Range(0, 40).Select(async client =>
        {
            var id = await server.Batch(string.Concat(Enumerable.Range(0, 25).Select(i => BatchCaller.Row($"{client}-{i}", $"{client} {i}"))));
            var batch = await server.Poll(id);
            return (await server.Lines(batch, "output_file_id")).Count + (await server.Lines(batch, "error_file_id")).Count;
        }));
        counts.ShouldAllBe(count => count == 25);
        var refused = (int)server.Ledger.Totals.Faults["row-500"];
        refused.ShouldBeInRange(120, 280);
        server.Ledger.ExecutedLines().Count.ShouldBe(1000 - refused, "what was refused is not billed");
        server.Ledger.Totals.Batches.ExecutedLines.ShouldBe(1000 - refused);
        server.Ledger.Totals.Batches.Created.ShouldBe(40);
    }
}
