using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Nightshift.Simulator.Tests.Clients;
using OpenAI;
using OpenAI.Batch;
using OpenAI.Embeddings;
using OpenAI.Files;

#pragma warning disable OPENAI001 // The package marks its batch client as experimental; it is what its users have.

namespace Nightshift.Simulator.Tests.Interop;

/// <summary>The official NuGet package OpenAI as the client of files and batches.</summary>
public sealed class OpenAISdkBatchTests
{
    [Fact]
    public async Task It_runs_a_batch_from_upload_to_delete()
    {
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.Zero });
        var files = new OpenAIFileClient(new ApiKeyCredential("sk-test"), Options(server));
        var batches = new OpenAIClient(new ApiKeyCredential("sk-test"), Options(server)).GetBatchClient();
        OpenAIFile file = await files.UploadFileAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(BatchCaller.Rows(3))), "in.jsonl", FileUploadPurpose.Batch);
        file.Purpose.ShouldBe(FilePurpose.Batch);

        var operation = await batches.CreateBatchAsync(BinaryContent.Create(BinaryData.FromString(
            $$"""{"input_file_id":"{{file.Id}}","endpoint":"/v1/chat/completions","completion_window":"24h"}""")), waitUntilCompleted: false);
        operation.BatchId.ShouldStartWith("batch_");
        var batch = Json((await batches.GetBatchAsync(operation.BatchId, new RequestOptions())).GetRawResponse());
        batch.Status().ShouldBe("completed");
        batch.Counts().ShouldBe((3, 3, 0));
        var output = batch.GetProperty("output_file_id").GetString()!;
        BatchCaller.Lines((await files.DownloadFileAsync(output)).Value.ToArray()).Select(line => line.Id()).ShouldBe(["r-0", "r-1", "r-2"], ignoreOrder: true);

        var jobs = new List<BatchJob>();
        await foreach (var job in batches.GetBatchesAsync(new BatchCollectionOptions { PageSizeLimit = 1 }))
            jobs.Add(job);
        jobs.ShouldHaveSingleItem().InputFileId.ShouldBe(file.Id);
        (await files.GetFilesAsync(FilePurpose.Batch)).Value.ShouldHaveSingleItem();
        (await files.DeleteFileAsync(output)).Value.Deleted.ShouldBeTrue();
        (await files.DeleteFileAsync(file.Id)).Value.Deleted.ShouldBeTrue();
        (await Should.ThrowAsync<ClientResultException>(() => files.GetFileAsync(file.Id))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task It_cancels_a_batch()
    {
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromHours(1) });
        var batches = new OpenAIClient(new ApiKeyCredential("sk-test"), Options(server)).GetBatchClient();
        var id = await server.Batch(BatchCaller.Rows(3));
        var operation = await CreateBatchOperation.RehydrateAsync(batches, id);
        Json((await operation.CancelAsync(new RequestOptions())).GetRawResponse()).Status().ShouldBe("cancelling");
    }

    [Fact]
    public async Task It_gets_embeddings()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var client = new EmbeddingClient("embed", new ApiKeyCredential("sk-test"), Options(server));
        var vector = (await client.GenerateEmbeddingAsync("one")).Value.ToFloats().ToArray();
        vector.Sum(part => part * part).ShouldBe(1, 1e-4);
        (await client.GenerateEmbeddingAsync("one")).Value.ToFloats().ToArray().ShouldBe(vector);
    }

    private static OpenAIClientOptions Options(SimulatorServer server) => new() { Endpoint = server.OpenAIAddress, RetryPolicy = new ClientRetryPolicy(0) };

    private static JsonElement Json(PipelineResponse response) => JsonDocument.Parse(response.Content).RootElement;
}
