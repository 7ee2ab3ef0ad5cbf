using Nightshift.Protocols;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Gemini;
using Nightshift.Protocols.GeminiGenerate;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class GeminiBatchesTests : BatchProtocolContract
{
    protected override string Address => "/gemini/v1beta";

    protected override BatchProtocol Protocol => GeminiBatchProtocol.InFile;

    protected override ChatProtocol Chat => GeminiGenerateProtocol.Instance;

    [Theory]
    [InlineData(3, 400)]
    [InlineData(5, 404)]
    [InlineData(7, 403)]
    [InlineData(8, 429)]
    [InlineData(13, 500)]
    [InlineData(14, 503)]
    [InlineData(429, 429)]
    [InlineData(77, 500)]
    public void A_failed_row_has_the_status_that_its_code_has_live(int code, int status)
    {
        var answered = Protocol.Line($$$"""{"key":"r-1","error":{"code":{{{code}}},"message":"no"}}""").ShouldBeOfType<BatchLine.Answered>();
        answered.Status.ShouldBe(status);
        ProviderError.Parse(answered.Body, status).Message.ShouldBe("no");
    }

    [Fact]
    public void A_cancelled_row_is_not_done() =>
        Protocol.Line("""{"key":"r-1","error":{"code":1,"message":"cancelled"}}""").ShouldBeOfType<BatchLine.NotDone>().Why.ShouldBe(NotDoneCause.Cancelled);

    [Theory]
    [InlineData("""{"response":{"candidates":[]}}""")]
    [InlineData("""{"response":{"candidates":[]},"metadata":{}}""")]
    [InlineData("""{"response":{"candidates":[]},"metadata":{"key":""}}""")]
    [InlineData("""{"key":"","response":{"candidates":[]}}""")]
    public void A_row_without_a_key_belongs_to_nobody(string line) => Protocol.Line(line).ShouldBeOfType<BatchLine.Malformed>();

    [Theory]
    [InlineData("BATCH_STATE_PENDING", "", RemoteStatus.Waiting)]
    [InlineData("JOB_STATE_RUNNING", "", RemoteStatus.Running)]
    [InlineData("BATCH_STATE_PARTIALLY_SUCCEEDED", "", RemoteStatus.Completed)]
    [InlineData("JOB_STATE_EXPIRED", "", RemoteStatus.Expired)]
    [InlineData("BATCH_STATE_CANCELLED", ",\"done\":true,\"error\":{\"code\":13}", RemoteStatus.Cancelled)]
    [InlineData("BATCH_STATE_OF_TOMORROW", "", RemoteStatus.Running)]
    [InlineData("BATCH_STATE_OF_TOMORROW", ",\"done\":true", RemoteStatus.Completed)]
    [InlineData("BATCH_STATE_OF_TOMORROW", ",\"done\":true,\"error\":{\"code\":13}", RemoteStatus.Failed)]
    public async Task The_state_is_told_in_two_languages_and_by_the_operation(string state, string end, RemoteStatus status)
    {
        var batch = await Protocol.LookAsync($$$"""{"name":"batches/b","metadata":{"state":"{{{state}}}"}{{{end}}}}""");
        batch.ShouldSatisfyAllConditions(() => batch.Status.ShouldBe(status), () => batch.StatusWord.ShouldBe(state));
    }

    [Fact]
    public async Task Too_many_enqueued_tokens_are_told_as_everybody_tells_them()
    {
        var batch = await Protocol.LookAsync("""{"name":"batches/b","metadata":{"state":"BATCH_STATE_FAILED"},"done":true,"error":{"code":8,"message":"quota"}}""");
        TokenLimit.IsOne(batch.Faults.ShouldHaveSingleItem()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"name":"batches/b","metadata":{"state":"BATCH_STATE_SUCCEEDED","output":{"responsesFile":"files/o"}}}""")]
    [InlineData("""{"name":"batches/b","metadata":{"state":"BATCH_STATE_SUCCEEDED"},"done":true,"response":{"responsesFile":"files/o"}}""")]
    public async Task Results_are_named_in_either_of_two_places(string answer) =>
        (await Protocol.LookAsync(answer)).Results.ShouldBe([new ResultPart("output", "files/o", IsFile: true)]);

    [Fact]
    public async Task A_small_file_job_may_answer_inline()
    {
        await using var bench = await OpenAsync("batch-inline-output");
        var ended = await EndAsync(bench, (await CreateAsync(bench)).Id);
        ended.Results.ShouldBe([new ResultPart("output", ended.Id, IsFile: false)]);
        var lines = await ReadAsync(bench, ended);
        lines.OfType<BatchLine.Answered>().Select(line => line.CustomId).Order().ShouldBe(Enumerable.Range(0, BatchBench.Rows).Select(BatchBench.CustomId));
    }

    [Fact]
    public async Task A_large_file_goes_up_in_chunks()
    {
        await using var bench = await OpenAsync();
        var spool = Write(bench, rows: 60_000);
        spool.Bytes.ShouldBeGreaterThan(8 * 1024 * 1024);
        var file = Done(await Protocol.UploadAsync(bench.Channel, spool, BatchBench.Cancellation));
        file.Bytes.ShouldBe(spool.Bytes);
        bench.Server.Ledger.Files().ShouldHaveSingleItem().Bytes.ShouldBe(spool.Bytes);
    }

    [Fact]
    public async Task Before_its_last_chunk_an_upload_has_no_effect()
    {
        await using var early = await OpenAsync("execute-then-500:call=upload,nth=1");
        (await Protocol.UploadAsync(early.Channel, Write(early), BatchBench.Cancellation)).ShouldBeOfType<Effect<RemoteFile>.NotSent>();
        await using var late = await OpenAsync("execute-then-500:call=upload,nth=2");
        (await Protocol.UploadAsync(late.Channel, Write(late), BatchBench.Cancellation)).ShouldBeOfType<Effect<RemoteFile>.Unclear>();
    }
}
