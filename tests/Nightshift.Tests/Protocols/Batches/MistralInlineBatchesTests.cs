using Nightshift.Protocols;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Mistral;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class MistralInlineBatchesTests : BatchProtocolContract
{
    protected override string Address => "/mistral/v1";

    protected override BatchProtocol Protocol => MistralBatchProtocol.Inline;

    protected override ChatProtocol Chat => ChatCompletionsProtocol.Compatible;

    [Fact]
    public async Task Results_within_the_job_are_taken_where_there_is_no_file()
    {
        const string Job = """{"id":"j","status":"SUCCESS","output_file":null,"error_file":null,"outputs":[{"custom_id":"0","response":{"status_code":200,"body":{}}}],"total_requests":1}""";
        var part = (await Protocol.LookAsync(Job)).Results.ShouldHaveSingleItem();
        part.ShouldBe(new ResultPart("output", "j", IsFile: false));
        using var to = new MemoryStream();
        Done(await Protocol.DownloadAsync(ScriptedChannel.Saying(200, Job), "j", part, to, BatchBench.Cancellation)).ShouldBe(to.Length);
        System.Text.Encoding.UTF8.GetString(to.ToArray()).ShouldBe("""{"custom_id":"0","response":{"status_code":200,"body":{}}}""" + "\n");
    }
}
