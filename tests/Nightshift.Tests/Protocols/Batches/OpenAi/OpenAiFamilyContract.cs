using Nightshift.Protocols;
using Nightshift.Protocols.Batches;
using Nightshift.Providers;

namespace Nightshift.Tests.Protocols.Batches.OpenAi;

/// <summary>What holds beyond the common contract for providers that follow OpenAI's files and batches.</summary>
public abstract class OpenAiFamilyContract(string address, Provider provider) : BatchProtocolContract
{
    protected override string Address => address;

    protected override BatchProtocol Protocol => provider.Batch!.Protocol;

    protected override ChatProtocol Chat => provider.Protocol;

    [Fact]
    public async Task Too_many_enqueued_tokens_are_told_by_a_batch_that_failed()
    {
        await using var bench = await OpenAsync("batch-token-limit");
        var ended = await EndAsync(bench, (await CreateAsync(bench)).Id);
        ended.Status.ShouldBe(RemoteStatus.Failed);
        ended.Results.ShouldBeEmpty();
        var fault = ended.Faults.ShouldHaveSingleItem();
        fault.Code.ShouldBe("token_limit_exceeded");
        TokenLimit.IsOne(fault).ShouldBeTrue();
        TokenLimit.LimitOf(fault.Message).ShouldBe(2_000_000);
    }

    [Fact]
    public async Task Too_many_enqueued_tokens_are_told_by_a_refused_creation()
    {
        await using var bench = await OpenAsync("batch-token-limit-at-create");
        var order = await OrderAsync(bench);
        var refusal = (await Protocol.CreateAsync(bench.Channel, order, BatchBench.Cancellation)).ShouldBeOfType<Effect<RemoteBatch>.Refused>().Refusal;
        TokenLimit.IsOne(refusal).ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_that_the_provider_still_looks_at_is_pending()
    {
        await using var bench = await OpenAsync("file-pending");
        var file = Done(await Protocol.UploadAsync(bench.Channel, Write(bench), BatchBench.Cancellation));
        file.Readiness.ShouldBe(FileReadiness.Pending);
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        Done(await Protocol.GetFileAsync(bench.Channel, file.Id, BatchBench.Cancellation)).Readiness.ShouldBe(FileReadiness.Ready);
    }

    [Fact]
    public async Task Words_and_times_and_counts_may_be_written_as_Azure_writes_them()
    {
        await using var bench = await OpenAsync("batch-capital-status", "batch-iso-times", "batch-empty-ids", "batch-null-endpoint", "batch-counts-strings");
        var ended = await EndAsync(bench, (await CreateAsync(bench)).Id);
        ended.Status.ShouldBe(RemoteStatus.Completed);
        ended.CreatedAt.ShouldNotBeNull().ShouldBe(bench.Time.GetUtcNow() - TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1));
        (ended.Total, ended.Done).ShouldBe((BatchBench.Rows, BatchBench.Rows));
        ended.Results.ShouldHaveSingleItem().Source.ShouldBe("output");
        (await ReadAsync(bench, ended)).Count.ShouldBe(BatchBench.Rows);
    }

    [Fact]
    public async Task A_file_of_no_bytes_has_no_lines()
    {
        await using var bench = await OpenAsync("batch-empty-error-file", "batch-counts-null");
        var ended = await EndAsync(bench, (await CreateAsync(bench)).Id);
        ended.Results.Select(part => part.Source).ShouldBe(["output", "error"]);
        (ended.Total, ended.Done).ShouldBe((null, null));
        (await ReadAsync(bench, ended)).Count.ShouldBe(BatchBench.Rows);
    }

    [Fact]
    public async Task Completed_without_the_files_of_its_rows_is_not_yet_the_end()
    {
        await using var bench = await OpenAsync("batch-late-output");
        var created = await CreateAsync(bench);
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        var early = Done(await Protocol.GetAsync(bench.Channel, created.Id, BatchBench.Cancellation));
        early.Status.ShouldBe(RemoteStatus.Finalizing);
        early.Results.ShouldBeEmpty();
        bench.Time.Advance(TimeSpan.FromSeconds(20));
        (await ReadAsync(bench, await EndAsync(bench, created.Id))).Count.ShouldBe(BatchBench.Rows);
    }

    [Fact]
    public async Task Rows_without_a_response_are_not_done_and_errors_beside_it_are_errors()
    {
        await using var bench = await OpenAsync("row-400:0.2", "row-error-outside:0.2", "row-timeout:0.2", "row-separators:0.2");
        var lines = await ReadAsync(bench, await EndAsync(bench, (await CreateAsync(bench)).Id));
        lines.Count.ShouldBe(BatchBench.Rows);
        lines.OfType<BatchLine.NotDone>().ShouldContain(line => line.Why == NotDoneCause.Failed);
        lines.OfType<BatchLine.Answered>().ShouldContain(line => line.Status >= 400);
        lines.OfType<BatchLine.Answered>().Where(line => line.Status < 300).ShouldAllBe(line => Text(line) == BatchBench.Prompt(Row(line.CustomId)));
        lines.ShouldNotContain(line => line is BatchLine.Malformed);
    }

    [Fact]
    public async Task An_expired_batch_keeps_what_was_done()
    {
        await using var bench = await OpenAsync("batch-expired:share=0.5");
        var ended = await EndAsync(bench, (await CreateAsync(bench)).Id);
        ended.Status.ShouldBe(RemoteStatus.Expired);
        var lines = await ReadAsync(bench, ended);
        lines.OfType<BatchLine.Answered>().Count().ShouldBe(BatchBench.Rows / 2);
        lines.OfType<BatchLine.NotDone>().Count(line => line.Why == NotDoneCause.Expired).ShouldBe(BatchBench.Rows / 2);
    }

    private string? Text(BatchLine.Answered line) => Chat.Parse(line.Body, out _)?.Text;
}
