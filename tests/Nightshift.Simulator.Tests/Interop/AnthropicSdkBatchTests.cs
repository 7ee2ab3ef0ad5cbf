using Anthropic;
using Anthropic.Models.Messages;
using Anthropic.Models.Messages.Batches;

namespace Nightshift.Simulator.Tests.Interop;

/// <summary>The official NuGet package Anthropic as the client.</summary>
public sealed class AnthropicSdkBatchTests
{
    [Fact]
    public async Task It_runs_a_batch_from_create_to_delete()
    {
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.Zero });
        var client = Client(server);
        var created = await client.Messages.Batches.Create(Order("a", "b"));
        created.ProcessingStatus.Value().ShouldBe(ProcessingStatus.InProgress);
        created.RequestCounts.Processing.ShouldBe(2);
        var batch = await client.Messages.Batches.Retrieve(created.ID);
        batch.ProcessingStatus.Value().ShouldBe(ProcessingStatus.Ended);
        batch.RequestCounts.Succeeded.ShouldBe(2);
        var answers = new Dictionary<string, string>();
        await foreach (var line in client.Messages.Batches.ResultsStreaming(created.ID))
        {
            line.Result.TryPickSucceeded(out var succeeded).ShouldBeTrue();
            succeeded!.Message.Content[0].TryPickText(out var text).ShouldBeTrue();
            answers[line.CustomID] = text!.Text;
        }

        answers.ShouldBe(new Dictionary<string, string> { ["a"] = "text of a", ["b"] = "text of b" }, ignoreOrder: true);
        (await client.Messages.Batches.List()).Items.ShouldHaveSingleItem().ID.ShouldBe(created.ID);
        (await client.Messages.Batches.Delete(created.ID)).ID.ShouldBe(created.ID);
    }

    [Fact]
    public async Task It_cancels_a_batch()
    {
        await using var server = await SimulatorServer.StartAsync(new() { BatchDelay = TimeSpan.FromHours(1) });
        var client = Client(server);
        var created = await client.Messages.Batches.Create(Order("a"));
        (await client.Messages.Batches.Cancel(created.ID)).ProcessingStatus.Value().ShouldBe(ProcessingStatus.Canceling);
    }

    private static AnthropicClient Client(SimulatorServer server) => new() { ApiKey = "sk-test", BaseUrl = server.Address("/anthropic").ToString(), MaxRetries = 0 };

    private static BatchCreateParams Order(params string[] ids) => new()
    {
        Requests = [.. ids.Select(id => new Request
        {
            CustomID = id,
            Params = new Params { Model = "echo", MaxTokens = 64, Messages = [new UserMessageParam { Content = $"text of {id}" }] },
        })],
    };
}
