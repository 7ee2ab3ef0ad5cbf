using System.Text.Json;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Dialects;

public sealed class MistralTests
{
    private const string Jobs = "/mistral/v1/batch/jobs";
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_job_goes_its_way_in_its_own_words()
    {
        await using var server = await Start();
        var id = await Job(server, 10);
        var seen = new List<(string, int, int)>();
        foreach (var second in new[] { 0, 5, 5 })
        {
            _time.Advance(TimeSpan.FromSeconds(second));
            var job = (await server.Get($"{Jobs}/{id}")).Json;
            seen.Add((job.Status(), job.GetProperty("total_requests").GetInt32(), job.GetProperty("succeeded_requests").GetInt32()));
        }

        seen.ShouldBe([("QUEUED", 0, 0), ("RUNNING", 10, 5), ("SUCCESS", 10, 10)]);
    }

    [Fact]
    public async Task A_job_that_times_out_keeps_what_was_done()
    {
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromHours(2) }, _time);
        var id = await Job(server, 10, "\"timeout_hours\":1,");
        _time.Advance(TimeSpan.FromHours(1));
        var job = (await server.Get($"{Jobs}/{id}?inline=true")).Json;
        job.Status().ShouldBe("TIMEOUT_EXCEEDED");
        job.GetProperty("outputs").GetArrayLength().ShouldBe(5);
        job.GetProperty("error_file").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_cancel_has_two_words()
    {
        await using var server = await Start();
        var id = await Job(server, 10);
        _time.Advance(TimeSpan.FromSeconds(5));
        (await server.Post("{}", $"{Jobs}/{id}/cancel")).Json.Status().ShouldBe("CANCELLATION_REQUESTED");
        _time.Advance(TimeSpan.FromSeconds(5));
        (await server.Get($"{Jobs}/{id}")).Json.Status().ShouldBe("CANCELLED");
    }

    [Fact]
    public async Task Faults_of_the_input_are_counted_by_message()
    {
        await using var server = await Start();
        var file = (await server.Upload("{\"custom_id\":\"a\"}\n{\n", "/mistral/v1")).Json.GetProperty("id").GetString();
        var id = (await server.Post($$"""{"input_files":["{{file}}"],"model":"echo","endpoint":"/v1/chat/completions"}""", Jobs)).Json.GetProperty("id").GetString();
        _time.Advance(TimeSpan.FromSeconds(10));
        var job = (await server.Get($"{Jobs}/{id}")).Json;
        job.Status().ShouldBe("FAILED");
        job.GetProperty("errors").GetArrayLength().ShouldBe(2);
        job.GetProperty("errors")[0].GetProperty("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Lists_have_page_numbers_and_filters()
    {
        await using var server = await Start();
        var ids = new[] { await Job(server, 1), await Job(server, 2), await Job(server, 3) };
        _time.Advance(TimeSpan.FromSeconds(10));
        var page = (await server.Get($"{Jobs}?page=1&page_size=2")).Json;
        (page.GetProperty("total").GetInt32(), page.GetProperty("data")[0].GetProperty("id").GetString()).ShouldBe((3, ids[0]));
        (await server.Get($"{Jobs}?status=QUEUED")).Json.GetProperty("total").GetInt32().ShouldBe(0);
        (await server.Get($"{Jobs}?status=QUEUED&status=SUCCESS&order_by=created")).Json.GetProperty("data")[0].GetProperty("id").GetString().ShouldBe(ids[0]);
        (await server.Get("/mistral/v1/files?sample_type=batch_result")).Json.GetProperty("total").GetInt32().ShouldBe(3);
        var url = (await server.Get($"/mistral/v1/files/{page.GetProperty("data")[0].GetProperty("output_file").GetString()}/url")).Json.GetProperty("url").GetString()!;
        BatchCaller.Lines((await server.Send(HttpMethod.Get, new Uri(url).PathAndQuery, key: null)).Bytes).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"model":"echo","requests":[]}""", "endpoint")]
    [InlineData("""{"endpoint":"/v1/chat/completions","requests":[]}""", "requests")]
    [InlineData("""{"endpoint":"/v1/chat/completions","timeout_hours":200}""", "timeout_hours")]
    [InlineData("""{"endpoint":"/v1/chat/completions"}""", "input_files")]
    [InlineData("""{"endpoint":"/v1/chat/completions","input_files":[1]}""", "input_files")]
    public async Task What_is_wrong_with_a_create_is_a_422(string body, string param)
    {
        await using var server = await Start();
        var refusal = await server.Post(body, Jobs);
        (refusal.Status, refusal.Json.GetProperty("object").GetString(), refusal.Json.GetProperty("param").GetString()).ShouldBe((422, "error", param));
    }

    private static async Task<string> Job(SimulatorServer server, int rows, string more = "")
    {
        var requests = string.Join(',', Enumerable.Range(0, rows).Select(i => $$"""{"custom_id":"r-{{i}}","body":{"messages":[{"role":"user","content":"x"}]} }"""));
        return (await server.Post($$"""{"endpoint":"/v1/chat/completions","model":"echo",{{more}}"requests":[{{requests}}]}""", Jobs)).Json.GetProperty("id").GetString()!;
    }

    private Task<SimulatorServer> Start(params string[] faults) => SimulatorServer.StartAsync(
        new() { BatchDelay = TimeSpan.FromSeconds(10), Faults = [.. faults.Select(FaultRule.Parse)] }, _time);
}
