using System.Text;
using System.Text.Json;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Batches;

/// <summary>What the faults of batches and rows look like, mostly in OpenAI's words.</summary>
public sealed class BatchFaultTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task File_ids_can_come_late()
    {
        await using var server = await Start("batch-late-output");
        var batch = await End(server);
        (batch.Status(), batch.GetProperty("output_file_id").ValueKind).ShouldBe(("completed", JsonValueKind.Null));
        _time.Advance(TimeSpan.FromSeconds(30));
        (await server.Poll(batch.GetProperty("id").GetString()!)).GetProperty("output_file_id").GetString().ShouldNotBeNull();
    }

    [Fact]
    public async Task Azures_quirks_come_all_together()
    {
        await using var server = await SimulatorServer.StartAsync(Simulator.Scenarios.NamedScenarios.Apply("azure-quirks", new()), _time);
        var file = (await server.Upload(BatchCaller.Rows(1), "/azure/openai/v1")).Json;
        file.Status().ShouldBe("pending");
        (await server.Create(file.GetProperty("id").GetString()!, "/azure/openai/v1")).Status.ShouldBe(404);
        _time.Advance(TimeSpan.FromSeconds(5));
        var created = (await server.Create(file.GetProperty("id").GetString()!, "/azure/openai/v1")).Json;
        created.Status().ShouldBe("Validating");
        created.GetProperty("error_file_id").GetString().ShouldBe("");
        created.GetProperty("endpoint").ValueKind.ShouldBe(JsonValueKind.Null);
        created.GetProperty("created_at").GetString()!.ShouldEndWith("Z");
        _time.Advance(TimeSpan.FromSeconds(2));
        var batch = await server.Poll(created.GetProperty("id").GetString()!, "/azure/openai/v1");
        batch.Status().ShouldBe("Completed");
        (await server.Get($"/azure/openai/v1/files/{batch.GetProperty("error_file_id").GetString()}/content")).Bytes.ShouldBeEmpty();
        (await server.Lines(batch, "output_file_id", "/azure/openai/v1")).ShouldHaveSingleItem().TryGetProperty("id", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Counts_can_be_strings_or_null()
    {
        await using var strings = await Start("batch-counts-strings");
        (await End(strings)).GetProperty("request_counts").GetProperty("total").GetString().ShouldBe("10");
        await using var nulls = await Start("batch-counts-null");
        (await End(nulls)).GetProperty("request_counts").GetProperty("total").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_status_can_be_unknown_or_go_back()
    {
        await using var unknown = await Start("batch-unknown-status");
        var id = await unknown.Batch(BatchCaller.Rows(10));
        (await unknown.Poll(id)).Status().ShouldBe("pre_schedule");
        await using var back = await Start("batch-status-regression");
        id = (await End(back)).GetProperty("id").GetString()!;
        (await back.Poll(id)).Status().ShouldBe("in_progress");
        (await back.Poll(id)).Status().ShouldBe("completed");
    }

    [Fact]
    public async Task A_batch_can_vanish()
    {
        await using var server = await Start("batch-vanished");
        var id = await server.Batch(BatchCaller.Rows(10));
        (await server.Get($"/openai/v1/batches/{id}")).Status.ShouldBe(200);
        _time.Advance(TimeSpan.FromSeconds(1));
        var gone = await server.Get($"/openai/v1/batches/{id}");
        (gone.Status, gone.Error.GetProperty("message").GetString()).ShouldBe((404, $"No batch found with id '{id}'."));
    }

    [Fact]
    public async Task A_provider_can_lose_a_file_that_is_there()
    {
        await using var server = await Start("batch-file-not-found:first=1");
        var batch = await End(server);
        batch.Status().ShouldBe("failed");
        batch.GetProperty("errors").GetProperty("data")[0].GetProperty("message").GetString()!.ShouldStartWith("Cannot find file");
        (await server.Get($"/openai/v1/files/{batch.GetProperty("input_file_id").GetString()}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Finalizing_can_take_an_hour()
    {
        await using var server = await Start("batch-stuck-finalizing");
        var batch = await End(server);
        (batch.Status(), batch.Counts().Completed).ShouldBe(("finalizing", 10));
        _time.Advance(TimeSpan.FromHours(1));
        (await server.Poll(batch.GetProperty("id").GetString()!)).Status().ShouldBe("completed");
    }

    [Theory]
    [InlineData("row-missing", 9)]
    [InlineData("row-duplicate", 11)]
    [InlineData("row-foreign", 11)]
    [InlineData("row-no-id", 10)]
    [InlineData("row-empty", 10)]
    [InlineData("row-separators", 10)]
    [InlineData("row-conflicting", 10)]
    [InlineData("results-shuffled", 10)]
    public async Task Lines_can_be_too_few_too_many_or_odd(string fault, int lines)
    {
        await using var server = await Start($"{fault}:first=1");
        var batch = await End(server);
        batch.Counts().ShouldBe((10, 10, 0));
        var output = await server.Lines(batch, "output_file_id");
        output.Count.ShouldBe(lines);
        var ids = output.Where(line => line.TryGetProperty("custom_id", out _)).Select(line => line.Id()).ToList();
        switch (fault)
        {
            case "row-duplicate":
                ids.Distinct().Count().ShouldBe(10);
                break;
            case "row-foreign":
                ids.ShouldContain(id => id.StartsWith("foreign-", StringComparison.Ordinal));
                break;
            case "row-no-id":
                ids.Count.ShouldBe(9);
                break;
            case "row-conflicting":
                (await server.Lines(batch, "error_file_id")).ShouldHaveSingleItem();
                break;
            case "results-shuffled":
                ids.ShouldNotBe(Enumerable.Range(0, 10).Select(i => $"r-{i}"));
                ids.Order().ShouldBe(Enumerable.Range(0, 10).Select(i => $"r-{i}"));
                break;
        }

        server.Ledger.Totals.Batches.ExecutedLines.ShouldBe(10);
    }

    [Theory]
    [InlineData("row-404", 404)]
    [InlineData("row-429", 429)]
    [InlineData("row-500", 500)]
    [InlineData("row-overloaded", 529)]
    [InlineData("row-credit", 400)]
    [InlineData("row-content-filter", 400)]
    public async Task Rows_can_fail_by_themselves_and_are_not_billed(string fault, int status)
    {
        await using var server = await Start($"{fault}:first=2");
        var batch = await End(server);
        batch.Counts().ShouldBe((10, 8, 2));
        var errors = await server.Lines(batch, "error_file_id");
        errors.Count.ShouldBe(2);
        errors.ShouldAllBe(line => line.GetProperty("response").GetProperty("status_code").GetInt32() == status);
        server.Ledger.Totals.Faults[fault].ShouldBe(2);
    }

    [Fact]
    public async Task Errors_can_stand_outside_of_a_response()
    {
        await using var server = await Start("row-error-outside:first=1", "row-timeout:nth=1");
        var errors = await server.Lines(await End(server), "error_file_id");
        errors[0].TryGetProperty("response", out _).ShouldBeFalse();
        errors[0].GetProperty("error").GetProperty("code").GetString().ShouldBe("server_error");
    }

    [Theory]
    [InlineData("results-truncated")]
    [InlineData("results-crlf")]
    [InlineData("results-bom")]
    [InlineData("row-malformed:first=1")]
    public async Task Bytes_of_results_can_be_spoilt(string fault)
    {
        await using var server = await Start(fault);
        var batch = await End(server);
        var bytes = (await server.Get($"/openai/v1/files/{batch.GetProperty("output_file_id").GetString()}/content")).Bytes;
        switch (fault)
        {
            case "results-truncated":
                bytes[^1].ShouldNotBe((byte)'\n');
                break;
            case "results-crlf":
                Encoding.UTF8.GetString(bytes).Split("\r\n\r\n").Length.ShouldBe(11);
                break;
            case "results-bom":
                bytes[..3].ShouldBe(Encoding.UTF8.Preamble.ToArray());
                break;
            default:
                Should.Throw<JsonException>(() => BatchCaller.Lines(bytes));
                break;
        }
    }

    [Fact]
    public async Task A_whole_batch_can_say_that_an_error_occurred()
    {
        await using var server = await Start("batch-error-lines");
        var batch = await End(server);
        (batch.Status(), batch.Counts()).ShouldBe(("expired", (10, 0, 10)));
        (await server.Lines(batch, "error_file_id")).ShouldAllBe(line => line.GetProperty("error").GetProperty("message").GetString()!.StartsWith("An error occurred while processing your request", StringComparison.Ordinal));
        server.Ledger.Totals.BillUsd.ShouldBe(0);
    }

    [Fact]
    public async Task Counted_rows_can_be_lost_by_a_cancel()
    {
        await using var server = await Start("cancel-loses-rows");
        var id = await server.Batch(BatchCaller.Rows(10));
        _time.Advance(TimeSpan.FromSeconds(1));
        (await server.Poll(id)).Counts().Completed.ShouldBe(5);
        await server.Post("{}", $"/openai/v1/batches/{id}/cancel");
        _time.Advance(TimeSpan.FromSeconds(1));
        var batch = await server.Poll(id);
        batch.GetProperty("output_file_id").ValueKind.ShouldBe(JsonValueKind.Null);
        (await server.Lines(batch, "error_file_id")).Count.ShouldBe(5);
        server.Ledger.Totals.Batches.ExecutedLines.ShouldBe(5);
    }

    [Fact]
    public async Task Rows_are_met_by_the_same_faults_for_the_same_seed()
    {
        var first = await Failed(seed: 7);
        (await Failed(seed: 7)).ShouldBe(first);
        (await Failed(seed: 8)).ShouldNotBe(first);
    }

    private async Task<List<string>> Failed(int seed)
    {
        await using var server = await SimulatorServer.StartAsync(new() { Seed = seed, Faults = [FaultRule.Parse("row-500:0.3")] }, _time);
        var id = await server.Batch(BatchCaller.Rows(100));
        _time.Advance(TimeSpan.FromSeconds(2));
        return [.. (await server.Lines(await server.Poll(id), "error_file_id")).Select(line => line.Id())];
    }

    private async Task<JsonElement> End(SimulatorServer server)
    {
        var id = await server.Batch(BatchCaller.Rows(10));
        _time.Advance(TimeSpan.FromSeconds(2));
        return await server.Poll(id);
    }

    private Task<SimulatorServer> Start(params string[] faults) => SimulatorServer.StartAsync(new() { Faults = [.. faults.Select(FaultRule.Parse)] }, _time);
}
