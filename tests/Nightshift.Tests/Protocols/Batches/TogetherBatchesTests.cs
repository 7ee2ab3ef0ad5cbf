using Nightshift.Protocols;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Together;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class TogetherBatchesTests : BatchProtocolContract
{
    protected override string Address => "/together/v1";

    protected override BatchProtocol Protocol => TogetherBatchProtocol.Instance;

    protected override ChatProtocol Chat => ChatCompletionsProtocol.Compatible;

    [Theory]
    [InlineData("""{"job":{"id":"b","status":"VALIDATING","input_file_id":"f"},"warning":"model is slow today"}""")]
    [InlineData("""{"id":"b","status":"VALIDATING","input_file_id":"f"}""")]
    public async Task What_was_created_comes_wrapped_or_bare(string answer)
    {
        await using var bench = await OpenAsync();
        var created = Done(await Protocol.CreateAsync(ScriptedChannel.Saying(201, answer), new("s", "m", "f", Write(bench)), BatchBench.Cancellation));
        created.ShouldSatisfyAllConditions(() => created.Id.ShouldBe("b"), () => created.Status.ShouldBe(RemoteStatus.Waiting), () => created.InputFile.ShouldBe("f"));
    }

    [Fact]
    public async Task Too_many_enqueued_tokens_are_told_by_a_sentence()
    {
        await using var bench = await OpenAsync("batch-token-limit");
        var ended = await EndAsync(bench, (await CreateAsync(bench)).Id);
        ended.Status.ShouldBe(RemoteStatus.Failed);
        TokenLimit.IsOne(ended.Faults.ShouldHaveSingleItem()).ShouldBeTrue();
    }

    [Fact]
    public async Task Before_its_last_call_an_upload_has_no_effect()
    {
        await using var early = await OpenAsync("execute-then-500:call=upload,nth=2");
        (await Protocol.UploadAsync(early.Channel, Write(early), BatchBench.Cancellation)).ShouldBeOfType<Effect<RemoteFile>.NotSent>();
        await using var late = await OpenAsync("execute-then-500:call=upload,nth=3");
        (await Protocol.UploadAsync(late.Channel, Write(late), BatchBench.Cancellation)).ShouldBeOfType<Effect<RemoteFile>.Unclear>();
    }

    [Fact]
    public async Task An_announcement_that_names_no_store_is_no_upload()
    {
        await using var bench = await OpenAsync();
        var channel = ScriptedChannel.Saying(302, "");
        (await Protocol.UploadAsync(channel, Write(bench), BatchBench.Cancellation)).ShouldBeOfType<Effect<RemoteFile>.NotSent>();
    }
}
