using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_sealed_batch_has_its_rows_and_they_are_sent()
    {
        var job = await Running(5);
        var (batch, leases) = await Seal(job, 3);
        await ReopenAsync();

        batch.ShouldBe(new Batch
        {
            Id = new BatchId(1),
            Job = job,
            Submission = "s7f3k2m9q1xa",
            Account = "openai 3f2a",
            Model = "m-1",
            Rows = 3,
            Bytes = 4_000_000_000,
            Sha256 = "ab12",
            Tokens = 1_234,
            SealedAt = Now,
            State = BatchState.Sealed,
            Results = batch.Results,
        });
        batch.Results.ShouldBeEmpty();
        (await Described(batch.Id)).ShouldBe(RandomBatchCalls.Describe(batch));
        (await Counts(job)).ShouldBe(new RowCounts { Pending = 2, Sent = 3 });
        (await Results(job)).Select(row => row.Attempts).ShouldBe([1, 1, 1, 0, 0]);
        (await Store.ReadBatchRowsAsync(batch.Id)).ShouldBe(leases.Select(lease => new BatchRow(lease, IsOpen: true, 0, null, 0)));
        (await Store.MarkSentAsync(leases)).Leases.ShouldBeEmpty("they are sent already");
    }

    [Fact]
    public async Task A_batch_is_sealed_with_all_of_its_rows_or_not_at_all()
    {
        var job = await Running(6);
        var leases = await ClaimLeases(job, 5);
        await Store.ReleaseAsync([leases[3]]);
        (await Store.SealBatchAsync(NewBatch(job), leases)).ShouldBeNull();
        (await Store.SealBatchAsync(NewBatch(job), [leases[0], leases[1] with { Epoch = 2 }])).ShouldBeNull();
        (await Store.SealBatchAsync(NewBatch(job), [leases[0], new Lease(new RowId(job, 99), 1)])).ShouldBeNull();
        (await Counts(job)).ShouldBe(new RowCounts { Pending = 2, Claimed = 4 });
        (await Store.ListBatchesAsync()).ShouldBeEmpty();

        // Backwards and with gaps: the order of the leases does not matter.
        var batch = (await Store.SealBatchAsync(NewBatch(job), [leases[4], leases[2], leases[0]])).ShouldNotBeNull();
        (await OpenRows(batch.Id)).ShouldBe([leases[0], leases[2], leases[4]]);
        (await Store.SealBatchAsync(NewBatch(job, "another"), [leases[1], leases[0]])).ShouldBeNull("one of them is in a batch");
    }

    [Fact]
    public async Task A_cancelled_job_seals_no_batch()
    {
        var job = await Running(2);
        var leases = await ClaimLeases(job);
        await Store.CancelAsync(job);
        (await Store.SealBatchAsync(NewBatch(job), leases)).ShouldBeNull();
        (await States(job)).ShouldBe([RowState.Cancelled, RowState.Cancelled]);
    }

    [Fact]
    public async Task A_batch_needs_rows_of_its_job_each_once_and_a_submission_of_its_own()
    {
        var job = await Running(Rows(3), "one");
        var other = await Running(Rows(1), "two");
        await Seal(job, 1);
        var leases = await ClaimLeases(job);
        foreach (var (batch, rows) in new (NewBatch, Lease[])[]
        {
            (NewBatch(job), leases),
            (NewBatch(job, "new"), []),
            (NewBatch(job, "new"), [leases[0], leases[0]]),
            (NewBatch(job, "new"), [leases[0], (await ClaimLeases(other)).FirstOrDefault(new Lease(new RowId(other, 0), 1))]),
            (NewBatch(new JobId(99), "new"), [new Lease(new RowId(new JobId(99), 0), 1)]),
        })
        {
            await Should.ThrowAsync<InvalidOperationException>(async () => await Store.SealBatchAsync(batch, rows));
        }

        (await Store.ListBatchesAsync()).Count.ShouldBe(1);
        (await Counts(job)).ShouldBe(new RowCounts { Claimed = 2, Sent = 1 });
    }

    [Fact]
    public async Task What_becomes_of_a_batch_is_kept_when_it_is_where_it_was_thought_to_be()
    {
        var job = await Running(1);
        var (batch, _) = await Seal(job);
        var moved = batch with
        {
            State = BatchState.Submitted,
            InputFile = "file-1",
            CreateIntendedAt = Now + Minutes(1),
            RemoteId = "batch_1",
            SubmittedAt = Now + Minutes(2),
            RemoteStatus = "in_progress",
            RemoteDone = 7,
            ExpiresAt = Now + TimeSpan.FromDays(1),
            NextStepAt = Now + Minutes(3),
            Results = ["output:file-2", "error:file-3"],
            Tries = 2,
            CancelAsked = true,
            FaultCode = "token_limit",
            Fault = "too much is enqueued",
            EndedAt = Now + Minutes(4),
        };
        (await Store.MoveBatchAsync(BatchState.Uploading, moved)).ShouldBeFalse();
        (await Described(batch.Id)).ShouldBe(RandomBatchCalls.Describe(batch));
        (await Store.MoveBatchAsync(BatchState.Sealed, moved)).ShouldBeTrue();
        (await Store.MoveBatchAsync(BatchState.Sealed, moved)).ShouldBeFalse();
        (await Store.MoveBatchAsync(BatchState.Sealed, moved with { Id = new BatchId(9) })).ShouldBeFalse("there is none");
        await ReopenAsync();
        (await Described(batch.Id)).ShouldBe(RandomBatchCalls.Describe(moved));

        (await Store.MoveBatchAsync(BatchState.Submitted, batch with { Rows = 9, Submission = "other", Tokens = 0 })).ShouldBeTrue();
        (await Described(batch.Id)).ShouldBe(RandomBatchCalls.Describe(batch), "what was sealed never changes");
    }

    [Fact]
    public async Task A_batch_in_which_rows_are_sent_stays_open()
    {
        var job = await Running(2);
        var (batch, leases) = await Seal(job);
        var ingested = batch with { State = BatchState.Ingested };
        await Settle(Complete(leases[0]));
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.MoveBatchAsync(BatchState.Sealed, ingested));
        (await Find(batch.Id)).State.ShouldBe(BatchState.Sealed);
        await Settle(Retry(leases[1]));
        (await Store.MoveBatchAsync(BatchState.Sealed, ingested)).ShouldBeTrue();
    }

    [Fact]
    public async Task Batches_are_listed_oldest_first_of_a_job_or_of_all()
    {
        var one = await Running(Rows(2), "one");
        var two = await Running(Rows(1), "two");
        await Seal(one, 1, "a");
        await Seal(two, 1, "b");
        await Seal(one, 1, "c");
        (await Store.ListBatchesAsync()).Select(batch => batch.Submission).ShouldBe(["a", "b", "c"]);
        (await Store.ListBatchesAsync(one)).Select(batch => (batch.Id.Value, batch.Submission)).ShouldBe([(1, "a"), (3, "c")]);
        (await Store.ListBatchesAsync(new JobId(99))).ShouldBeEmpty();
        (await Store.ReadBatchRowsAsync(new BatchId(99))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_removed_job_takes_its_batches_with_it_and_their_numbers_are_not_used_again()
    {
        var gone = await Running(Rows(2), "gone");
        var stays = await Running(Rows(2), "stays");
        var (batch, leases) = await Seal(gone);
        await Store.AddAnomaliesAsync([new(batch.Id, "output", 1, "foreign", "x")]);
        await Store.RemoveJobAsync(gone);
        await ReopenAsync();

        (await Store.ListBatchesAsync()).ShouldBeEmpty();
        (await Store.ListAnomaliesAsync(batch.Id)).ShouldBeEmpty();
        (await Store.MoveBatchAsync(BatchState.Sealed, batch)).ShouldBeFalse();
        (await Settle(Complete(leases[0]))).ShouldBe(SettleResult.Stale);
        await Store.ReleaseAsync(leases);
        (await Seal(stays)).Batch.Id.ShouldBe(new BatchId(2));
    }

    [Fact]
    public async Task Anomalies_are_kept_once_each_in_the_order_of_their_lines()
    {
        var job = await Running(1);
        var (batch, _) = await Seal(job);
        Anomaly Of(string source, long line, string kind, string detail = "x") => new(batch.Id, source, line, kind, detail);
        await Store.AddAnomaliesAsync([Of("output", 10, "foreign"), Of("output", 9, "unknown", "\0 {"), Of("error", 12, "malformed")]);
        await Store.AddAnomaliesAsync([Of("output", 10, "foreign", "again"), Of("output", 10, "duplicate"), new(new BatchId(9), "output", 1, "foreign", "x")]);
        await ReopenAsync();

        (await Store.ListAnomaliesAsync(batch.Id)).ShouldBe(
            [Of("error", 12, "malformed"), Of("output", 9, "unknown", "\0 {"), Of("output", 10, "duplicate"), Of("output", 10, "foreign")]);
        (await Store.ListAnomaliesAsync(new BatchId(9))).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_more_than_a_thousand_anomalies_of_a_batch_are_kept()
    {
        var job = await Running(2);
        var (first, _) = await Seal(job, 1, "a");
        var (second, _) = await Seal(job, 1, "b");
        Anomaly[] Lines(int from, int count) => [.. Enumerable.Range(from, count).Select(line => new Anomaly(first.Id, "output", line, "malformed", "x"))];
        await Store.AddAnomaliesAsync(Lines(1, 900));
        await Store.AddAnomaliesAsync([.. Lines(851, 300), new(second.Id, "output", 1, "malformed", "x")]);
        (await Store.ListAnomaliesAsync(first.Id)).Select(anomaly => anomaly.Line).ShouldBe(Enumerable.Range(1, IBatchStore.MostAnomalies).Select(line => (long)line));
        (await Store.ListAnomaliesAsync(second.Id)).Count.ShouldBe(1);
    }

    private async Task<string> Described(BatchId batch) => RandomBatchCalls.Describe(await Find(batch));
}
