using System.Text;
using System.Text.Json;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Dialects;

public sealed class TogetherTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task An_upload_goes_by_redirect_to_a_store_that_wants_no_key()
    {
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        using var form = new MultipartFormDataContent { { new StringContent("batch-api"), "purpose" }, { new StringContent("in.jsonl"), "file_name" }, { new StringContent("jsonl"), "file_type" } };
        var announced = await server.Send(HttpMethod.Post, "/together/v1/files", form);
        announced.Status.ShouldBe(302);
        var id = announced.Headers["x-together-file-id"];
        var address = new Uri(announced.Headers["location"]).PathAndQuery;
        (await server.Get($"/together/v1/files/{id}")).Status.ShouldBe(404);
        server.Ledger.Files().ShouldBeEmpty();

        using var withKey = new StringContent("x");
        (await server.Send(HttpMethod.Put, address, withKey)).Status.ShouldBe(400);
        (await server.Send(HttpMethod.Put, address, "{\"custom_id\":\"a\",\"body\":" + Caller.Body("x") + "}\n", key: null)).Status.ShouldBe(200);
        (await server.Post("", $"/together/v1/files/{id}/preprocess")).Json.GetProperty("Processed").GetBoolean().ShouldBeTrue();
        server.Ledger.Files().ShouldHaveSingleItem().Id.ShouldBe(id);

        var created = await server.Post($$"""{"input_file_id":"{{id}}","endpoint":"/v1/chat/completions"}""", "/together/v1/batches");
        created.Status.ShouldBe(201);
        var job = created.Json.GetProperty("job");
        job.Status().ShouldBe("VALIDATING");
        _time.Advance(TimeSpan.FromSeconds(2));
        var ended = await server.Poll(job.GetProperty("id").GetString()!, "/together/v1");
        (ended.Status(), ended.GetProperty("progress").GetDouble()).ShouldBe(("COMPLETED", 100.0));
        ended.TryGetProperty("request_counts", out _).ShouldBeFalse();
        (await server.Lines(ended, "output_file_id", "/together/v1")).ShouldHaveSingleItem().Id().ShouldBe("a");
        (await server.Get("/together/v1/batches")).Json.ValueKind.ShouldBe(JsonValueKind.Array);
    }

    [Fact]
    public async Task A_small_file_can_be_sent_whole_and_a_batch_cancelled()
    {
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromSeconds(10) }, _time);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("batch-api"), "purpose" }, { new StringContent("in.jsonl"), "file_name" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(BatchCaller.Rows(10))), "file", "in.jsonl" },
        };
        var id = (await server.Send(HttpMethod.Post, "/together/v1/files/upload", form)).Json.GetProperty("id").GetString();
        var job = (await server.Post($$"""{"input_file_id":"{{id}}","endpoint":"/v1/chat/completions"}""", "/together/v1/batches")).Json.GetProperty("job").GetProperty("id").GetString()!;
        _time.Advance(TimeSpan.FromSeconds(5));
        (await server.Post("", $"/together/v1/batches/{job}/cancel")).Json.Status().ShouldBe("CANCELING");
        _time.Advance(TimeSpan.FromSeconds(5));
        (await server.Poll(job, "/together/v1")).Status().ShouldBe("CANCELLED");
        (await server.Get("/together/v1/batches/none")).Json.GetProperty("error").GetString()!.ShouldStartWith("Batch job not found");
    }
}
