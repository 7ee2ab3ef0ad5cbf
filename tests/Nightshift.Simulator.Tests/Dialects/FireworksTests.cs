using System.Text;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Dialects;

public sealed class FireworksTests
{
    private const string Datasets = "/fireworks/v1/accounts/me/datasets";
    private const string Jobs = "/fireworks/v1/accounts/me/batchInferenceJobs";
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_job_goes_from_dataset_to_dataset()
    {
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        (await server.Post("""{"datasetId":"in","dataset":{}}""", Datasets)).Json.GetProperty("state").GetString().ShouldBe("UPLOADING");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(
            """{"custom_id":"a","body":{"messages":[{"role":"user","content":"one"}]}}""" + "\n" + """{"custom_id":"b","body":{"messages":[]}}""" + "\n")), "file", "in.jsonl" } };
        (await server.Send(HttpMethod.Post, Datasets + "/in:upload", form)).Status.ShouldBe(200);
        (await server.Get(Datasets + "/in")).Json.GetProperty("state").GetString().ShouldBe("READY");

        var body = """{"model":"accounts/fireworks/models/echo","inputDatasetId":"in","outputDatasetId":"out","displayName":"j"}""";
        (await server.Post(body, Jobs + "?batchInferenceJobId=job-1")).Json.GetProperty("name").GetString().ShouldBe("accounts/me/batchInferenceJobs/job-1");
        (await server.Post(body, Jobs + "?batchInferenceJobId=job-1")).Status.ShouldBe(409);
        _time.Advance(TimeSpan.FromSeconds(2));
        var job = (await server.Get(Jobs + "/job-1")).Json;
        job.GetProperty("state").GetString().ShouldBe("JOB_STATE_COMPLETED");
        job.GetProperty("jobProgress").GetProperty("failedRequests").GetInt32().ShouldBe(1);

        var urls = (await server.Get(Datasets + "/out:getDownloadEndpoint")).Json.GetProperty("filenameToSignedUrls").EnumerateObject().ToDictionary(url => url.Name, url => new Uri(url.Value.GetString()!).PathAndQuery);
        var line = BatchCaller.Lines((await server.Send(HttpMethod.Get, urls["BIJOutputSet.jsonl"], key: null)).Bytes).ShouldHaveSingleItem();
        line.Id().ShouldBe("a");
        line.GetProperty("response").GetProperty("model").GetString().ShouldBe("echo");
        BatchCaller.Lines((await server.Send(HttpMethod.Get, urls["error-data.jsonl"], key: null)).Bytes).ShouldHaveSingleItem().Id().ShouldBe("b");
        (await server.Send(HttpMethod.Delete, Jobs + "/job-1")).Status.ShouldBe(200);
        (await server.Send(HttpMethod.Delete, Datasets + "/out")).Status.ShouldBe(200);
        (await server.Get(Datasets + "/out")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_dataset_can_be_put_at_a_presigned_address()
    {
        await using var server = await SimulatorServer.StartAsync(new(), _time);
        await server.Post("""{"datasetId":"in"}""", Datasets);
        var url = (await server.Post("""{"filenameToSize":{"in.jsonl":3}}""", Datasets + "/in:getUploadEndpoint")).Json.GetProperty("filenameToSignedUrls").GetProperty("in.jsonl").GetString()!;
        (await server.Send(HttpMethod.Put, new Uri(url).PathAndQuery, "{}\n", key: null)).Status.ShouldBe(200);
        (await server.Post("{}", Datasets + "/in:validateUpload")).Status.ShouldBe(200);
        (await server.Get(Datasets + "/in")).Json.GetProperty("exampleCount").GetString().ShouldBe("1");
    }
}
