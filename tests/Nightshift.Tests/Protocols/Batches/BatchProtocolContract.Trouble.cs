using Nightshift.Protocols;
using Nightshift.Protocols.Batches;

namespace Nightshift.Tests.Protocols.Batches;

/// <summary>Refusals, broken connections, and answers that nobody knows.</summary>
public abstract partial class BatchProtocolContract
{
    [Theory]
    [InlineData("execute-then-reset")]
    [InlineData("execute-then-500")]
    [InlineData("execute-then-truncate")]
    [InlineData("execute-then-garbage")]
    public async Task A_creation_whose_answer_is_lost_is_unclear_and_is_found_by_its_mark(string fault)
    {
        await using var bench = await OpenAsync($"{fault}:call=create,first=1");
        var order = await OrderAsync(bench);
        (await Protocol.CreateAsync(bench.Channel, order, Cancellation)).ShouldBeOfType<Effect<RemoteBatch>.Unclear>();

        bench.Server.Ledger.Batches().Count.ShouldBe(1);
        // Counts may come with the validation.
        bench.Time.Advance(Delay * 0.4);
        var listed = (await ListAsync(bench)).ShouldHaveSingleItem();
        ShouldBeMarked(listed, order);
        ShouldBeMarked(Done(await Protocol.GetAsync(bench.Channel, listed.Id, Cancellation)), order);
    }

    [Fact]
    public async Task What_breaks_before_the_body_is_whole_is_not_sent()
    {
        await using var bench = await OpenAsync();
        var order = await OrderAsync(bench);
        bench.Breaks = true;
        (await Protocol.CreateAsync(bench.Channel, order, Cancellation)).ShouldBeOfType<Effect<RemoteBatch>.NotSent>().Message.ShouldContain("Broken pipe");
        if (Protocol.UploadsFile)
            (await Protocol.UploadAsync(bench.Channel, order.Spool, Cancellation)).ShouldBeOfType<Effect<RemoteFile>.NotSent>();
        bench.Breaks = false;
        (await ListAsync(bench)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_creation_is_refused_with_what_was_said()
    {
        await using var bench = await OpenAsync("400:call=create");
        var order = await OrderAsync(bench);
        var refusal = (await Protocol.CreateAsync(bench.Channel, order, Cancellation)).ShouldBeOfType<Effect<RemoteBatch>.Refused>().Refusal;
        refusal.Status.ShouldBe(400);
        ProviderError.Parse(refusal.Body, refusal.Status).IsReadable.ShouldBeTrue();
    }

    [Fact]
    public async Task A_throttled_look_says_how_long_to_wait()
    {
        await using var bench = await OpenAsync("429-rpm:from=1s,delay=7s");
        var created = await CreateAsync(bench);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        var refusal = (await Protocol.GetAsync(bench.Channel, created.Id, Cancellation)).ShouldBeOfType<Effect<RemoteBatch>.Refused>().Refusal;
        refusal.Status.ShouldBe(429);
        (refusal.RetryAfter ?? ProviderError.Parse(refusal.Body, refusal.Status).RetryDelay).ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_status_that_nobody_knows_is_running()
    {
        await using var bench = await OpenAsync("batch-unknown-status");
        var created = await CreateAsync(bench);
        bench.Time.Advance(Delay * 0.4);
        Done(await Protocol.GetAsync(bench.Channel, created.Id, Cancellation)).Status.ShouldBe(RemoteStatus.Running);
    }

    [Fact]
    public async Task A_download_that_breaks_off_is_unclear()
    {
        await using var bench = await OpenAsync("execute-then-truncate:from=11s");
        var ended = await EndAsync(bench, (await CreateAsync(bench)).Id);
        bench.Time.Advance(Delay / 5);
        await using var to = new MemoryStream();
        (await Protocol.DownloadAsync(bench.Channel, ended.Id, ended.Results[0], to, Cancellation)).ShouldBeOfType<Effect<long>.Unclear>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"custom_id\":\"\\ud800\",\"key\":\"\\ud800\",\"batch_request_id\":\"\\ud800\"}")]
    [InlineData("{\"custom_id\":7,\"key\":7,\"batch_request_id\":7,\"response\":7}")]
    [InlineData("<html>")]
    public void A_line_that_says_nothing_is_malformed(string line) =>
        Protocol.ReadLine(System.Text.Encoding.UTF8.GetBytes(line)).ShouldBeOfType<BatchLine.Malformed>().Why.ShouldNotBeEmpty();
}
