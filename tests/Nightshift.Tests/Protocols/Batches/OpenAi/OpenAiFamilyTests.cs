using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.OpenAi;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Providers;

namespace Nightshift.Tests.Protocols.Batches.OpenAi;

public sealed class OpenAiBatchesTests() : OpenAiFamilyContract("/openai/v1", Nightshift.Providers.OpenAi.Provider)
{
    [Fact]
    public async Task An_upload_that_nobody_deletes_goes_by_itself()
    {
        await using var bench = await OpenAsync();
        await OrderAsync(bench);
        bench.Time.Advance(TimeSpan.FromDays(13));
        Done(await Protocol.ListFilesAsync(bench.Channel, null, BatchBench.Cancellation)).Items.ShouldHaveSingleItem();
        bench.Time.Advance(TimeSpan.FromDays(2));
        Done(await Protocol.ListFilesAsync(bench.Channel, null, BatchBench.Cancellation)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_submission_stands_in_the_metadata()
    {
        await using var bench = await OpenAsync();
        (await CreateAsync(bench)).Submission.ShouldBe(BatchBench.Submission);
    }
}

public sealed class AzureBatchesTests() : OpenAiFamilyContract("/azure/openai/v1", Azure.Provider);

public sealed class GroqBatchesTests() : OpenAiFamilyContract("/groq/openai/v1", Groq.Provider);

public sealed class DashScopeBatchesTests() : OpenAiFamilyContract("/qwen/compatible-mode/v1", DashScope.Provider);

public sealed class ZhipuBatchesTests() : OpenAiFamilyContract("/glm/api/paas/v4", Zhipu.Provider)
{
    [Fact]
    public async Task The_input_outlives_its_batch_until_we_delete_it()
    {
        await using var bench = await OpenAsync();
        var order = await OrderAsync(bench);
        await EndAsync(bench, Done(await Protocol.CreateAsync(bench.Channel, order, BatchBench.Cancellation)).Id);
        Done(await Protocol.GetFileAsync(bench.Channel, order.InputFile!, BatchBench.Cancellation)).Id.ShouldBe(order.InputFile);
    }
}

/// <summary>A host that follows OpenAI in its own words, as a configuration describes it.</summary>
public sealed class ConfiguredBatchesTests() : OpenAiFamilyContract("/novita/openai/v1", new Provider
{
    Name = "novita",
    BaseAddress = new Uri("https://api.novita.ai/openai/v1"),
    Protocol = ChatCompletionsProtocol.Compatible,
    Batch = Nightshift.Providers.OpenAi.Provider.Batch! with { Protocol = new OpenAiBatches(new() { Window = TimeSpan.FromHours(48), MetadataName = null }) },
});

public sealed class XAiBatchesTests : BatchProtocolContract
{
    protected override string Address => "/xai/v1";

    protected override BatchProtocol Protocol => XAi.Provider.Batch!.Protocol;

    protected override Nightshift.Protocols.ChatProtocol Chat => XAi.Provider.Protocol;
}
