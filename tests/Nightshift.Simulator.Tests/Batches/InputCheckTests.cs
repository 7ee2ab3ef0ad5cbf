using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Batches;

/// <summary>What is wrong with an input is told after the create, line by line.</summary>
public sealed class InputCheckTests
{
    private const string Good = """{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"echo","messages":[{"role":"user","content":"x"}]}}""";

    [Theory]
    [InlineData("", "empty_file", null, null)]
    [InlineData("{\n", "invalid_json_line", null, 1)]
    [InlineData("[]\n", "invalid_json_line", null, 1)]
    [InlineData("\ufeffGOOD\n", "invalid_json_line", null, 1)]
    [InlineData("GOOD\n\nGOOD2\n", "invalid_json_line", null, 2)]
    [InlineData("GOOD\nGOOD\n", "duplicate_custom_id", "custom_id", 2)]
    [InlineData("GOOD\nNOID\n", "missing_required_parameter", "custom_id", 2)]
    [InlineData("NOMETHOD\n", "missing_required_parameter", "method", 1)]
    [InlineData("NOURL\n", "missing_required_parameter", "url", 1)]
    [InlineData("NOBODY\n", "missing_required_parameter", "body", 1)]
    [InlineData("OTHERURL\n", "invalid_url", "url", 1)]
    [InlineData("STREAM\n", "streaming_unsupported", "body.stream", 1)]
    [InlineData("GOOD\nOTHERMODEL\n", "mismatched_model", "body.model", 2)]
    [InlineData("NOMODEL\n", "invalid_request", "body.model", 1)]
    [InlineData("UNKNOWNMODEL\n", "model_not_found", "body.model", 1)]
    [InlineData("NOMESSAGES\n", "invalid_request", "body.messages", 1)]
    public async Task A_fault_of_the_input_has_its_code_and_line(string input, string code, string? param, int? line)
    {
        var time = new ManualTime();
        await using var server = await SimulatorServer.StartAsync(new(), time);
        var id = await server.Batch(Lines(input));
        time.Advance(TimeSpan.FromSeconds(2));
        var batch = await server.Poll(id);
        batch.Status().ShouldBe("failed");
        batch.Counts().ShouldBe((0, 0, 0));
        batch.GetProperty("failed_at").GetInt64().ShouldBeGreaterThan(0);
        var fault = batch.GetProperty("errors").GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        fault.GetProperty("code").GetString().ShouldBe(code);
        fault.GetProperty("param").GetString().ShouldBe(param);
        (fault.GetProperty("line").ValueKind == System.Text.Json.JsonValueKind.Null ? (int?)null : fault.GetProperty("line").GetInt32()).ShouldBe(line);
        server.Ledger.Totals.BillUsd.ShouldBe(0);
    }

    [Fact]
    public async Task All_faults_are_told_together()
    {
        var time = new ManualTime();
        await using var server = await SimulatorServer.StartAsync(new(), time);
        var id = await server.Batch(Lines("{\nGOOD\nGOOD\nNOURL\n"));
        time.Advance(TimeSpan.FromSeconds(2));
        var faults = (await server.Poll(id)).GetProperty("errors").GetProperty("data").EnumerateArray().Select(fault => fault.GetProperty("line").GetInt32());
        faults.ShouldBe([1, 3, 4]);
    }

    [Fact]
    public async Task An_unknown_file_makes_a_batch_that_fails()
    {
        var time = new ManualTime();
        await using var server = await SimulatorServer.StartAsync(new(), time);
        var created = await server.Create("file-nowhere");
        created.Json.Status().ShouldBe("validating");
        time.Advance(TimeSpan.FromSeconds(2));
        var fault = (await server.Poll(created.Json.GetProperty("id").GetString()!)).GetProperty("errors").GetProperty("data")[0];
        fault.GetProperty("param").GetString().ShouldBe("file_id");
        fault.GetProperty("message").GetString()!.ShouldStartWith("Cannot find file file-nowhere");
    }

    [Theory]
    [InlineData("""{"endpoint":"/v1/chat/completions","completion_window":"24h"}""", "input_file_id")]
    [InlineData("""{"input_file_id":"f","completion_window":"24h"}""", "endpoint")]
    [InlineData("""{"input_file_id":"f","endpoint":"/v1/images","completion_window":"24h"}""", "endpoint")]
    [InlineData("""{"input_file_id":"f","endpoint":"/v1/chat/completions"}""", "completion_window")]
    [InlineData("""{"input_file_id":"f","endpoint":"/v1/chat/completions","completion_window":"1h"}""", "completion_window")]
    [InlineData("""{"input_file_id":"f","endpoint":"/v1/chat/completions","completion_window":"24h","metadata":{"tags":[]}}""", "metadata.tags")]
    public async Task What_is_wrong_with_a_create_is_told_at_once(string body, string param)
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var refusal = await server.Post(body, "/openai/v1/batches");
        (refusal.Status, refusal.Param).ShouldBe((400, param));
        server.Ledger.Batches().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("azure/openai/v1", 100_001)]
    [InlineData("openai/v1", 50_001)]
    public async Task Too_many_rows_are_too_many(string address, int rows)
    {
        var time = new ManualTime();
        await using var server = await SimulatorServer.StartAsync(new(), time);
        var id = await server.Batch(BatchCaller.Rows(rows), "/" + address);
        time.Advance(TimeSpan.FromSeconds(2));
        (await server.Poll(id, "/" + address)).GetProperty("errors").GetProperty("data").EnumerateArray().ShouldHaveSingleItem()
            .GetProperty("code").GetString().ShouldBe("too_many_tasks");
    }

    private static string Lines(string text) => text
        .Replace("OTHERURL", Good.Replace("/chat/", "/other/", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("OTHERMODEL", Good.Replace("\"a\"", "\"b\"", StringComparison.Ordinal).Replace("echo", "label", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("UNKNOWNMODEL", Good.Replace("echo", "no-such-model", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("NOMESSAGES", Good.Replace("messages", "texts", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("NOMODEL", Good.Replace("\"model\"", "\"mode\"", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("NOMETHOD", Good.Replace("\"method\"", "\"m\"", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("NOBODY", Good.Replace("\"body\"", "\"b\"", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("NOURL", Good.Replace("\"url\"", "\"u\"", StringComparison.Ordinal).Replace("\"a\"", "\"c\"", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("NOID", Good.Replace("custom_id", "id", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("STREAM", Good.Replace("\"model\"", "\"stream\":true,\"model\"", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("GOOD2", Good.Replace("\"a\"", "\"b\"", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("GOOD", Good, StringComparison.Ordinal);
}
