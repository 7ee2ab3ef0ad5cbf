using Nightshift.Protocols;
using Nightshift.Protocols.Batches;

namespace Nightshift.Tests.Protocols.Batches;

/// <summary>What holds for every provider's batches, seen over HTTP against the simulator's own reading of the provider. One class derives for each.</summary>
public abstract partial class BatchProtocolContract
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);

    /// <summary>The base address below the simulator's root, as <c>/openai/v1</c>.</summary>
    protected abstract string Address { get; }

    protected abstract BatchProtocol Protocol { get; }

    /// <summary>What the provider's live endpoint speaks: it makes the bodies, signs, and reads the answers.</summary>
    protected abstract ChatProtocol Chat { get; }

    protected virtual string Model => "echo";

    private static CancellationToken Cancellation => BatchBench.Cancellation;

    [Fact]
    public async Task Every_row_comes_back_once_with_its_answer_or_its_error()
    {
        await using var bench = await OpenAsync("row-400:0.2", "results-shuffled");
        var created = await CreateAsync(bench);
        var ended = await EndAsync(bench, created.Id);

        ended.Status.ShouldBe(RemoteStatus.Completed);
        (ended.Total ?? BatchBench.Rows).ShouldBe(BatchBench.Rows);
        (ended.Done ?? BatchBench.Rows).ShouldBe(BatchBench.Rows);
        var answers = (await ReadAsync(bench, ended)).Select(line => line.ShouldBeOfType<BatchLine.Answered>()).ToList();
        answers.Select(answer => answer.CustomId).Order().ShouldBe(Enumerable.Range(0, BatchBench.Rows).Select(BatchBench.CustomId));
        foreach (var answer in answers.Where(answer => answer.Status < 300))
        {
            var reply = Chat.Parse(answer.Body, out var fault);
            reply.ShouldNotBeNull(fault).Text.ShouldBe(BatchBench.Prompt(Row(answer.CustomId)));
            reply.Usage.ShouldNotBeNull().OutputTokens.ShouldBeGreaterThan(0);
        }

        var refused = answers.Where(answer => answer.Status >= 300).ToList();
        refused.Count.ShouldBeInRange(1, BatchBench.Rows - 1);
        refused.ShouldAllBe(answer => answer.Status == 400 && ProviderError.Parse(answer.Body, answer.Status).IsReadable);
    }

    [Fact]
    public async Task Pages_and_parts_are_read_to_their_end()
    {
        const int Many = 250;
        await using var bench = await OpenAsync();
        var ended = await EndAsync(bench, (await CreateAsync(bench, Many)).Id);
        var answers = await ReadAsync(bench, ended);
        answers.Count.ShouldBe(Many);
        answers.ShouldAllBe(line => line is BatchLine.Answered);
    }

    [Fact]
    public async Task An_upload_is_found_again_by_its_name_and_its_size()
    {
        Assert.SkipUnless(Protocol.UploadsFile, "rows go up with the creation");
        await using var bench = await OpenAsync();
        var spool = Write(bench);
        var uploaded = Done(await Protocol.UploadAsync(bench.Channel, spool, Cancellation));

        var listed = (await AllAsync(page => Protocol.ListFilesAsync(bench.Channel, page, Cancellation))).Where(file => IsOurs(file, spool)).ToList();
        listed.ShouldHaveSingleItem().Id.ShouldBe(uploaded.Id);
        var got = Done(await Protocol.GetFileAsync(bench.Channel, uploaded.Id, Cancellation));
        IsOurs(got, spool).ShouldBeTrue();
        got.Readiness.ShouldBe(FileReadiness.Ready);
        var kept = bench.Server.Ledger.Files().ShouldHaveSingleItem();
        kept.Bytes.ShouldBe(spool.Bytes);

        Done(await Protocol.DeleteFileAsync(bench.Channel, uploaded.Id, Cancellation));
        Done(await Protocol.DeleteFileAsync(bench.Channel, uploaded.Id, Cancellation));
        bench.Server.Ledger.Files().Single().Deleted.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_created_batch_is_listed_with_its_mark_and_its_time()
    {
        await using var bench = await OpenAsync();
        var order = await OrderAsync(bench);
        var created = Done(await Protocol.CreateAsync(bench.Channel, order, Cancellation));
        bench.Time.Advance(Delay * 0.4);
        var listed = (await ListAsync(bench)).ShouldHaveSingleItem();
        listed.Id.ShouldBe(created.Id);
        ShouldBeMarked(listed, order);
        listed.Status.ShouldBe(RemoteStatus.Running);
        listed.CreatedAt.ShouldNotBeNull().ShouldBe(bench.Time.GetUtcNow() - (Delay * 0.4), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task More_batches_than_a_page_holds_are_all_listed()
    {
        const int Batches = 25;
        await using var bench = await OpenAsync();
        var order = await OrderAsync(bench);
        var made = new List<string>();
        for (var n = 0; n < Batches; n++)
        {
            var own = order with { Submission = $"s{n:00000000000}" };
            made.Add(Done(await Protocol.CreateAsync(bench.Channel, own, Cancellation)).Id);
        }

        (await ListAsync(bench)).Select(batch => batch.Id).Order().ShouldBe(made.Order());
    }

    [Fact]
    public async Task A_batch_that_runs_can_be_cancelled_and_keeps_what_was_done()
    {
        await using var bench = await OpenAsync();
        var created = await CreateAsync(bench);
        bench.Time.Advance(Delay / 2);
        Done(await Protocol.CancelAsync(bench.Channel, created.Id, Cancellation));
        bench.Server.Ledger.Batches().Single().CancelAsked.ShouldNotBeNull();
        var ended = await EndAsync(bench, created.Id);
        ended.Status.ShouldBe(RemoteStatus.Cancelled);
        var lines = await ReadAsync(bench, ended);
        lines.OfType<BatchLine.Answered>().Count().ShouldBe(bench.Server.Ledger.Batches().Single().ExecutedLines);
        lines.OfType<BatchLine.NotDone>().ShouldAllBe(line => line.Why == NotDoneCause.Cancelled);
        lines.ShouldNotContain(line => line is BatchLine.Malformed);
    }

    [Fact]
    public async Task Cancelling_what_has_ended_and_deleting_what_is_left_is_done()
    {
        await using var bench = await OpenAsync();
        var ended = await EndAsync(bench, (await CreateAsync(bench)).Id);
        Done(await Protocol.CancelAsync(bench.Channel, ended.Id, Cancellation));
        Done(await Protocol.GetAsync(bench.Channel, ended.Id, Cancellation)).Status.ShouldBe(RemoteStatus.Completed);
        foreach (var part in ended.Results.Where(part => part.IsFile))
            Done(await Protocol.DeleteFileAsync(bench.Channel, part.Reference, Cancellation));
        Done(await Protocol.DeleteAsync(bench.Channel, ended.Id, Cancellation));
    }

    /// <summary>Whether a file is the upload: by name and size, where the provider keeps both.</summary>
    protected virtual bool IsOurs(RemoteFile file, SpoolFile spool) => file.Name == spool.Name && file.Bytes == spool.Bytes;

    private protected Task<BatchBench> OpenAsync(params string[] faults) => BatchBench.OpenAsync(Address, Chat, faults);

    private protected SpoolFile Write(BatchBench bench, int rows = BatchBench.Rows) => bench.Write(Protocol, Chat, Model, rows);

    /// <summary>Writes the requests and, where they go up first, uploads them.</summary>
    private protected async Task<BatchOrder> OrderAsync(BatchBench bench, int rows = BatchBench.Rows)
    {
        var spool = Write(bench, rows);
        var file = Protocol.UploadsFile ? Done(await Protocol.UploadAsync(bench.Channel, spool, Cancellation)).Id : null;
        return new(BatchBench.Submission, Model, file, spool);
    }

    private protected async Task<RemoteBatch> CreateAsync(BatchBench bench, int rows = BatchBench.Rows) =>
        Done(await Protocol.CreateAsync(bench.Channel, await OrderAsync(bench, rows), Cancellation));

    /// <summary>The batch when its time is over.</summary>
    private protected async Task<RemoteBatch> EndAsync(BatchBench bench, string id)
    {
        bench.Time.Advance(Delay);
        var ended = Done(await Protocol.GetAsync(bench.Channel, id, Cancellation));
        ended.Status.HasEnded().ShouldBeTrue(ended.StatusWord);
        return ended;
    }

    /// <summary>All lines of all parts.</summary>
    private protected async Task<List<BatchLine>> ReadAsync(BatchBench bench, RemoteBatch ended)
    {
        var lines = new List<BatchLine>();
        foreach (var part in ended.Results)
        {
            using var to = new MemoryStream();
            Done(await Protocol.DownloadAsync(bench.Channel, ended.Id, part, to, Cancellation)).ShouldBe(to.Length);
            ReadOnlyMemory<byte> rest = to.ToArray();
            for (int end; (end = rest.Span.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
                lines.Add(Protocol.ReadLine(rest[..end]));
            rest.Length.ShouldBe(0, "the last line has no end");
        }

        return lines;
    }

    private protected static T Done<T>(Effect<T> effect) => effect.ShouldBeOfType<Effect<T>.Done>(effect.ToString()).Value;

    private protected static int Row(string customId) => int.Parse(customId[^6..]);

    private Task<List<RemoteBatch>> ListAsync(BatchBench bench) => AllAsync(page => Protocol.ListAsync(bench.Channel, page, Cancellation));

    private static async Task<List<T>> AllAsync<T>(Func<string?, Task<Effect<Page<T>>>> read)
    {
        var all = new List<T>();
        string? next = null;
        do
        {
            var page = Done(await read(next));
            all.AddRange(page.Items);
            page.Next.ShouldNotBe(next ?? "", "a list that goes in a circle");
            next = page.Next;
        }
        while (next is not null);
        return all;
    }

    private void ShouldBeMarked(RemoteBatch batch, BatchOrder order)
    {
        switch (Protocol.Mark)
        {
            case BatchMark.InputFile:
                batch.InputFile.ShouldBe(order.InputFile);
                break;
            case BatchMark.Submission:
                batch.Submission.ShouldBe(order.Submission);
                break;
            default:
                batch.Total.ShouldBe(order.Spool.Lines);
                break;
        }
    }
}
