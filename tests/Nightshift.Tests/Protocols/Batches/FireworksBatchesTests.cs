using Nightshift.Protocols;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Fireworks;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Tests.Protocols.Batches;

public sealed class FireworksBatchesTests : BatchProtocolContract
{
    protected override string Address => "/fireworks/v1/accounts/ours";

    protected override BatchProtocol Protocol => FireworksBatchProtocol.Instance;

    protected override ChatProtocol Chat => ChatCompletionsProtocol.Compatible;

    // Datasets do not tell their size.
    protected override bool IsOurs(RemoteFile file, SpoolFile spool) => file.Name == spool.Name && file.Bytes is null;

    [Fact]
    public async Task A_second_creation_finds_the_first()
    {
        await using var bench = await OpenAsync("execute-then-reset:call=create,first=1");
        var order = await OrderAsync(bench);
        (await Protocol.CreateAsync(bench.Channel, order, BatchBench.Cancellation)).ShouldBeOfType<Effect<RemoteBatch>.Unclear>();
        Done(await Protocol.CreateAsync(bench.Channel, order, BatchBench.Cancellation)).Submission.ShouldBe(order.Submission);
        bench.Server.Ledger.Batches().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_dataset_that_was_made_and_not_filled_is_filled()
    {
        await using var bench = await OpenAsync("execute-then-500:call=upload,nth=1");
        var spool = Write(bench);
        (await Protocol.UploadAsync(bench.Channel, spool, BatchBench.Cancellation)).ShouldBeOfType<Effect<RemoteFile>.NotSent>();
        Done(await Protocol.UploadAsync(bench.Channel, spool, BatchBench.Cancellation)).Name.ShouldBe(spool.Name);
        bench.Server.Ledger.Files().ShouldHaveSingleItem().Bytes.ShouldBe(spool.Bytes);
    }

    [Fact]
    public async Task A_job_that_failed_at_once_has_a_reason_and_no_results()
    {
        var job = await Protocol.LookAsync(
            """{"name":"accounts/a/batchInferenceJobs/nightshift-s1","state":"JOB_STATE_FAILED","outputDatasetId":"accounts/a/datasets/o","status":{"code":"INVALID_ARGUMENT","message":"no"}}""");
        job.ShouldSatisfyAllConditions(
            () => job.Id.ShouldBe("nightshift-s1"), () => job.Submission.ShouldBe("s1"), () => job.Results.ShouldBeEmpty(), () => job.Faults.ShouldHaveSingleItem().Message.ShouldBe("no"));
    }

    [Fact]
    public async Task A_job_of_somebody_else_has_no_submission() =>
        (await Protocol.LookAsync("""{"name":"accounts/a/batchInferenceJobs/other","state":"JOB_STATE_RE_QUEUEING"}""")).Submission.ShouldBeNull();
}
