using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_row_that_had_its_line_stays_in_its_batch_and_is_open_no_more()
    {
        var job = await Running(3);
        var (batch, leases) = await Seal(job);
        await Store.SettleAsync(
        [
            Complete(leases[0]) with { Attempt = Attempt("answered") with { Mode = AnswerMode.Batch } },
            Retry(leases[1], maxTokens: 512) with { Attempt = Attempt("cut_off") with { Mode = AnswerMode.Batch } },
        ]);
        await ReopenAsync();

        (await Store.ReadBatchRowsAsync(batch.Id)).ShouldBe(
        [
            new BatchRow(leases[0], IsOpen: false, 0, null, 0),
            new BatchRow(leases[1], IsOpen: false, 1, 512, 0),
            new BatchRow(leases[2], IsOpen: true, 0, null, 0),
        ]);
        (await Results(job)).Select(row => row.Mode).ShouldBe([AnswerMode.Batch, AnswerMode.Batch, AnswerMode.Live]);
        (await Settle(Complete(leases[0], "a second line"))).ShouldBe(SettleResult.Stale);
        (await Find(job)).Spend.Attempts.ShouldBe(3);
    }

    [Fact]
    public async Task Rows_that_cannot_wait_leave_their_batch_and_a_line_that_comes_all_the_same_is_kept_while_they_wait()
    {
        var job = await Running(3);
        var (batch, leases) = await Seal(job);
        await Store.MoveBatchAsync(batch.State, batch with { State = BatchState.Submitted, RemoteId = "r" });
        var left = Attempt("left_batch") with { Mode = AnswerMode.Batch, Batch = batch.Id, IsUncertain = true };
        (await Store.LeaveBatchAsync(batch.Id, left)).ShouldBe(3);
        (await Store.LeaveBatchAsync(batch.Id, left)).ShouldBe(0, "nobody is in it any more");
        await ReopenAsync();

        (await Counts(job)).ShouldBe(new RowCounts { Pending = 3 });
        (await Store.ListBatchesAsync()).ShouldHaveSingleItem().FaultCode.ShouldBe(Batch.LeftCode);
        (await Store.ReadBatchRowsAsync(batch.Id)).ShouldBe([.. leases.Select(lease => new BatchRow(lease, IsOpen: false, 0, null, 0) { HasLeft = true })]);

        // The first waits still, though it has been claimed since; the second is sent again; the third has no line.
        var again = await Store.ClaimAsync(job, 2);
        await Store.MarkSentAsync([again[1].Lease]);
        await Store.ReleaseAsync([again[0].Lease]);
        Settlement Late(Lease lease) => Complete(lease, "late") with { LeftBatch = batch.Id };
        (await Store.SettleAsync([Late(leases[0]), Late(leases[1])])).ShouldBe([SettleResult.Superseded, SettleResult.Stale]);
        (await Store.SettleAsync([Late(leases[0])])).ShouldBe([SettleResult.Stale], "a line counts once");
        (await Settle(Complete(leases[2]))).ShouldBe(SettleResult.Stale, "its lease is void, and this line is not said to be that of the batch");
        (await Counts(job)).ShouldBe(new RowCounts { Pending = 1, Sent = 1, Succeeded = 1 });
        (await Find(job)).Spend.Attempts.ShouldBe(6, "three left, two had their lines, one was nobody's");

        await Store.MoveBatchAsync(BatchState.Submitted, batch with { State = BatchState.Ingested });
        (await Store.ReadBatchRowsAsync(batch.Id)).Where(row => row.HasLeft).ShouldBeEmpty();
        (await Store.CheckAsync().ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task When_a_batch_was_called_back_is_kept_whatever_else_is_written_of_it()
    {
        var (batch, _) = await Seal(await Running(1));
        await Store.RecallBatchAsync(batch.Id);
        var at = (await Store.ListBatchesAsync()).ShouldHaveSingleItem().RecalledAt.ShouldNotBeNull();
        Time.Advance(TimeSpan.FromMinutes(5));
        await Store.RecallBatchAsync(batch.Id);
        await Store.MoveBatchAsync(batch.State, batch with { State = BatchState.Submitted });
        await ReopenAsync();
        (await Store.ListBatchesAsync()).ShouldHaveSingleItem().RecalledAt.ShouldBe(at);
    }

    [Fact]
    public async Task Only_a_batch_at_the_provider_is_left()
    {
        var job = await Running(1);
        var (batch, _) = await Seal(job);
        (await Store.LeaveBatchAsync(batch.Id, Attempt("left_batch"))).ShouldBe(0);
        (await Counts(job)).ShouldBe(new RowCounts { Sent = 1 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_row_that_is_sent_again_leaves_its_batch(bool inBatch)
    {
        var job = await Running(2);
        var (first, leases) = await Seal(job);
        await Store.SettleAsync([Retry(leases[0]), Complete(leases[1])]);
        BatchRow[] both = [.. await Store.ReadBatchRowsAsync(first.Id)];
        both.Select(row => row.IsOpen).ShouldBe([false, false]);

        if (inBatch)
        {
            var (second, again) = await Seal(job, submission: "another");
            (await OpenRows(second.Id)).ShouldBe(again);
        }
        else
        {
            await Send(job);
        }

        (await Store.ReadBatchRowsAsync(first.Id)).ShouldBe([both[1]]);
        (await Counts(job)).ShouldBe(new RowCounts { Sent = 1, Succeeded = 1 });
    }

    [Fact]
    public async Task Rows_that_come_back_without_a_line_are_counted_by_themselves_until_the_job_is_retried()
    {
        var job = await Running(1);
        Settlement Return(Lease lease) => new(lease, new Verdict.Retry(Now, CountsAsAttempt: false) { IsReturn = true }, Attempt: null);
        await Settle(Return((await Seal(job, submission: "a")).Leases[0]));
        await Settle(Retry((await Send(job))[0]));
        await Settle(Return((await Seal(job, submission: "b")).Leases[0]));
        await ReopenAsync();

        var (third, leases) = await Seal(job, submission: "c");
        (await Store.ReadBatchRowsAsync(third.Id)).ShouldBe([new BatchRow(leases[0], IsOpen: true, Attempts: 1, null, Returns: 2)]);
        await Settle(Fail(leases[0], "no_result"));
        await Store.RetryFailedAsync(job);
        var (fourth, _) = await Seal(job, submission: "d");
        (await Store.ReadBatchRowsAsync(fourth.Id)).ShouldHaveSingleItem().Returns.ShouldBe(0);
    }

    [Fact]
    public async Task Batch_rows_that_were_not_sent_after_all_are_as_they_were_before_their_claim()
    {
        var job = await Running(5);
        await Settle(Retry((await Send(job, 1))[0]));
        var (batch, leases) = await Seal(job, 4);
        await Store.ReleaseAsync([leases[0], leases[1], leases[2] with { Epoch = 9 }, leases[3]]);
        await ReopenAsync();

        (await Store.ReadBatchRowsAsync(batch.Id)).Select(row => row.Lease).ShouldBe([leases[2]]);
        (await Counts(job)).ShouldBe(new RowCounts { Pending = 4, Sent = 1 });
        (await Results(job)).Select(row => row.Attempts).ShouldBe([1, 0, 1, 0, 0]);
        (await Store.ClaimAsync(job, 10)).Select(row => (row.Lease.Row.Index, row.IsRetry)).ShouldBe([(0, true), (1, false), (3, false), (4, false)]);
    }

    [Fact]
    public async Task Batch_rows_of_a_cancelled_job_wait_for_their_lines_and_end_as_cancelled_when_they_were_not_sent_after_all()
    {
        var job = await Running([Row(0, hash: 1), Row(1, hash: 1), Row(2), Row(3)]);
        var (_, leases) = await Seal(job, 2);
        (await Store.CancelAsync(job)).ShouldBe(1);
        (await Counts(job)).ShouldBe(new RowCounts { Pending = 1, Sent = 2, Cancelled = 1 });
        (await Find(job)).FinishedAt.ShouldBeNull();

        await Store.ReleaseAsync([leases[0]]);
        (await Settle(Complete(leases[1]))).ShouldBe(SettleResult.Applied);
        (await States(job)).ShouldBe([RowState.Cancelled, RowState.Cancelled, RowState.Succeeded, RowState.Cancelled]);
        (await Find(job)).FinishedAt.ShouldBe(Now);
    }

    [Theory]
    [InlineData(BatchState.Sealed)]
    [InlineData(BatchState.Creating)]
    [InlineData(BatchState.Downloaded)]
    public async Task Recovery_leaves_rows_in_open_batches_and_releases_what_was_only_claimed(BatchState state)
    {
        var job = await Running(4);
        var (batch, leases) = await Seal(job, 2);
        await Store.MoveBatchAsync(BatchState.Sealed, batch with { State = state });
        await Settle(Retry(leases[0]));
        var again = await ClaimLeases(job, 1);
        again[0].Row.ShouldBe(leases[0].Row);
        var live = await Send(job, 1);
        await ReopenAsync();
        (await Store.RecoverAsync()).ShouldBe(new Recovered(Released: 1, Indeterminate: 1));

        (await States(job)).ShouldBe([RowState.Pending, RowState.Sent, RowState.Pending, RowState.Pending]);
        (await OpenRows(batch.Id)).ShouldBe([leases[1]]);
        (await Settle(Complete(live[0]))).ShouldBe(SettleResult.Stale);
        (await Settle(Complete(leases[1]))).ShouldBe(SettleResult.Applied);
        (await Find(job)).Spend.Attempts.ShouldBe(4);
    }

    [Fact]
    public async Task A_row_whose_batch_ended_first_expires_with_its_followers_and_a_retry_takes_it_up()
    {
        var job = await Running([Row(0, hash: 1), Row(1, hash: 1)]);
        (await Settle(Expire((await Seal(job)).Leases[0]))).ShouldBe(SettleResult.Applied);
        await ReopenAsync();

        var stored = await Find(job);
        (stored.State, stored.Counts, stored.Spend.Attempts).ShouldBe((JobState.Finished, new RowCounts { Expired = 2 }, 0));
        (await Results(job)).ShouldAllBe(row => row.ErrorCode == "expired" && row.Error == "the batch ended first");

        (await Store.RetryFailedAsync(job)).ShouldBe(2);
        (await Results(job)).ShouldAllBe(row => row.State == RowState.Pending && row.ErrorCode == null && row.Error == null);
        await Settle(Complete((await Send(job)).ShouldHaveSingleItem()));
        (await Counts(job)).ShouldBe(new RowCounts { Succeeded = 2 });
    }

    [Fact]
    public async Task A_late_answer_supersedes_an_expiry()
    {
        var job = await Running([Row(0, hash: 1), Row(1, hash: 1)]);
        var (_, leases) = await Seal(job);
        await Settle(Expire(leases[0]));
        (await Settle(Fail(leases[0]))).ShouldBe(SettleResult.Stale);
        (await Settle(Complete(leases[0], "late"))).ShouldBe(SettleResult.Superseded);
        (await Results(job)).ShouldAllBe(row => row.Answer!.Output == "late" && row.ErrorCode == null && row.Error == null);
        (await Find(job)).State.ShouldBe(JobState.Finished);
    }

    [Fact]
    public async Task A_large_batch_is_sealed_read_given_back_and_settled_whole()
    {
        const int Count = 3_000;
        var job = await Running([.. Enumerable.Range(0, Count).Select(index => Row(index, hash: index % 100 == 99 ? index - 1 : index))]);
        var (first, leases) = await Seal(job, Count, "a");
        first.Rows.ShouldBe(Count * 99 / 100);
        (await OpenRows(first.Id)).ShouldBe(leases);
        await Store.ReleaseAsync(leases);
        (await Store.ReadBatchRowsAsync(first.Id)).ShouldBeEmpty();

        var (second, again) = await Seal(job, Count, "b");
        foreach (var chunk in again.Reverse().Chunk(700))
            (await Store.SettleAsync([.. chunk.Select(lease => Complete(lease, $"{lease.Row.Index}"))])).ShouldAllBe(result => result == SettleResult.Applied);
        (await OpenRows(second.Id)).ShouldBeEmpty();
        (await Find(job)).Counts.ShouldBe(new RowCounts { Succeeded = Count });
        (await Results(job)).ShouldAllBe(row => row.Answer!.Output == $"{(row.Id.Index % 100 == 99 ? row.Id.Index - 1 : row.Id.Index)}");
    }
}
