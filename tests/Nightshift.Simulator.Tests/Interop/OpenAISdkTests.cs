using System.ClientModel;
using System.ClientModel.Primitives;
using Nightshift.Simulator.Faults;
using OpenAI;
using OpenAI.Chat;

namespace Nightshift.Simulator.Tests.Interop;

/// <summary>The official NuGet package as the client.</summary>
public sealed class OpenAISdkTests
{
    [Fact]
    public async Task It_completes_a_chat()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        ChatCompletion completion = await Client(server).CompleteChatAsync("Hello 🦆");
        completion.Content[0].Text.ShouldBe("Hello 🦆");
        completion.FinishReason.ShouldBe(ChatFinishReason.Stop);
        completion.Usage.TotalTokenCount.ShouldBe(completion.Usage.InputTokenCount + completion.Usage.OutputTokenCount);
        completion.Role.ShouldBe(ChatMessageRole.Assistant);
    }

    [Fact]
    public async Task It_streams_a_chat()
    {
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse("sse-split"), FaultRule.Parse("sse-comments")] });
        var text = "";
        ChatTokenUsage? usage = null;
        ChatFinishReason? reason = null;
        await foreach (var update in Client(server).CompleteChatStreamingAsync("A longer question that comes back in more than one piece."))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
            reason = update.FinishReason ?? reason;
        }

        text.ShouldBe("A longer question that comes back in more than one piece.");
        reason.ShouldBe(ChatFinishReason.Stop);
        usage.ShouldNotBeNull().OutputTokenCount.ShouldBe(15);
    }

    [Fact]
    public async Task It_gets_structured_output()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        var options = new ChatCompletionOptions
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("label", BinaryData.FromString(
                """{"type":"object","properties":{"label":{"enum":["a","b"]}},"required":["label"],"additionalProperties":false}"""), jsonSchemaIsStrict: true),
        };
        ChatCompletion completion = await Client(server, "json").CompleteChatAsync([new UserChatMessage("x")], options);
        completion.Content[0].Text.ShouldBeOneOf("""{"label":"a"}""", """{"label":"b"}""");
    }

    [Theory]
    [InlineData("401", 401)]
    [InlineData("429-quota", 429)]
    [InlineData("context-length", 400)]
    public async Task It_maps_errors(string fault, int status)
    {
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse(fault)] });
        var refusal = await Should.ThrowAsync<ClientResultException>(() => Client(server).CompleteChatAsync("x"));
        refusal.Status.ShouldBe(status);
    }

    [Fact]
    public async Task It_retries_a_throttle_by_itself()
    {
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse("429-rpm:first=1,delay=0s")] });
        ChatCompletion completion = await Client(server, retries: 1).CompleteChatAsync("x");
        completion.Content[0].Text.ShouldBe("x");
        server.Ledger.Totals.Arrived.ShouldBe(2);
    }

    private static ChatClient Client(SimulatorServer server, string model = "echo", int retries = 0) => new(
        model, new ApiKeyCredential("sk-test"), new OpenAIClientOptions { Endpoint = server.OpenAIAddress, RetryPolicy = new ClientRetryPolicy(retries) });
}
