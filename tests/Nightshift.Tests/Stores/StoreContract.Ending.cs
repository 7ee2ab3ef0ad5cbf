using Nightshift.Model;

namespace Nightshift.Tests.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_retry_takes_up_failed_rows_with_fresh_attempts_but_no_bad_records()
    {
        var job = await Running([Row(0), Row(1), Row(2, fault: "line 4: not JSON")]);
        var leases = await Send(job);
        await Store.SettleAsync([Retry(leases[0]), Complete(leases[1])]);
        await Settle(Fail((await Send(job))[0]));

        (await Store.RetryFailedAsync(job)).ShouldBe(1);
        await ReopenAsync();
        var stored = await Find(job);
        stored.State.ShouldBe(JobState.Running);
        stored.FinishedAt.ShouldBeNull();
        stored.Counts.ShouldBe(new RowCounts { Pending = 1, Succeeded = 1, Failed = 1 });
        var row = (await Store.ClaimAsync(job, 10)).ShouldHaveSingleItem();
        row.Lease.ShouldBe(new Lease(leases[0].Row, 3));
        row.Attempts.ShouldBe(0);
        (await Results(job))[0].ErrorCode.ShouldBeNull();
    }

    [Fact]
    public async Task A_retry_with_nothing_to_retry_leaves_an_ended_job_ended_and_resumes_a_paused_one()
    {
        var done = await Running([Row(0, fault: "bad")], "done");
        (await Store.RetryFailedAsync(done)).ShouldBe(0);
        (await Find(done)).State.ShouldBe(JobState.Finished);

        var cancelled = await Running(Rows(1), "cancelled");
        await Store.CancelAsync(cancelled);
        (await Store.RetryFailedAsync(cancelled)).ShouldBe(0);
        (await Find(cancelled)).State.ShouldBe(JobState.Cancelled);

        var paused = await Running(Rows(1), "paused");
        await Store.SetJobStateAsync(paused, JobState.Paused, "no quota");
        (await Store.RetryFailedAsync(paused)).ShouldBe(0);
        (await Find(paused)).State.ShouldBe(JobState.Running);
        (await Find(paused)).Reason.ShouldBeNull();
    }

    [Fact]
    public async Task A_retry_finds_rows_behind_those_that_were_claimed()
    {
        var job = await Running(3);
        var leases = await Send(job);
        await Store.SettleAsync([Complete(leases[0]), Fail(leases[1]), Complete(leases[2])]);
        (await Store.ClaimAsync(job, 10)).ShouldBeEmpty();
        await Store.RetryFailedAsync(job);
        (await ClaimLeases(job)).Select(lease => lease.Row.Index).ShouldBe([1]);
    }

    [Fact]
    public async Task A_retry_of_a_cancelled_job_takes_up_its_failed_rows_only()
    {
        var job = await Running(2);
        await Settle(Fail((await Send(job, 1))[0]));
        await Store.CancelAsync(job);
        (await Store.RetryFailedAsync(job)).ShouldBe(1);
        (await Find(job)).State.ShouldBe(JobState.Running);
        await Settle(Complete((await Send(job)).ShouldHaveSingleItem()));
        (await Find(job)).State.ShouldBe(JobState.Finished);
        (await States(job)).ShouldBe([RowState.Succeeded, RowState.Cancelled]);
    }

    [Fact]
    public async Task A_cancel_ends_what_was_not_sent_and_waits_for_what_was()
    {
        var job = await Running(4);
        var sent = await Send(job, 1);
        var claimed = await ClaimLeases(job, 1);
        (await Store.CancelAsync(job)).ShouldBe(3);
        (await Find(job)).State.ShouldBe(JobState.Cancelled);
        (await Find(job)).FinishedAt.ShouldBeNull();
        (await Store.MarkSentAsync(claimed)).Leases.ShouldBeEmpty();
        (await Store.ClaimAsync(job, 10)).ShouldBeEmpty();

        Time.Advance(Minutes(1));
        (await Settle(Complete(sent[0]))).ShouldBe(SettleResult.Applied);
        (await Find(job)).State.ShouldBe(JobState.Cancelled);
        (await Find(job)).FinishedAt.ShouldBe(Now);
        (await States(job)).ShouldBe([RowState.Succeeded, RowState.Cancelled, RowState.Cancelled, RowState.Cancelled]);
        (await Store.CancelAsync(job)).ShouldBe(0);
    }

    [Fact]
    public async Task A_cancel_during_intake_ends_the_job()
    {
        var job = await NewJob();
        await Store.AppendRowsAsync(job, Rows(2), 2);
        (await Store.CancelAsync(job)).ShouldBe(2);
        (await Find(job)).FinishedAt.ShouldBe(Now);
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.AppendRowsAsync(job, [Row(2)], 3));
    }

    [Fact]
    public async Task A_finished_job_cannot_be_cancelled()
    {
        var job = await Running(1);
        await Settle(Complete((await Send(job))[0]));
        (await Store.CancelAsync(job)).ShouldBe(0);
        (await Find(job)).State.ShouldBe(JobState.Finished);
    }

    [Fact]
    public async Task A_retry_that_comes_after_a_cancel_ends_its_row_as_cancelled()
    {
        var job = await Running(1);
        var lease = (await Send(job))[0];
        await Store.CancelAsync(job);
        (await Settle(Retry(lease))).ShouldBe(SettleResult.Applied);
        (await States(job)).ShouldBe([RowState.Cancelled]);
        (await Find(job)).FinishedAt.ShouldBe(Now);
        (await Store.NextDueAsync(job)).ShouldBeNull();
    }

    [Fact]
    public async Task A_late_answer_supersedes_a_cancel_once_and_a_late_failure_does_not()
    {
        var job = await Running(1);
        var lease = (await Send(job))[0];
        await Store.CancelAsync(job);
        await Settle(Retry(lease));
        var ended = (await Find(job)).FinishedAt;
        Time.Advance(Minutes(1));

        (await Settle(Fail(lease))).ShouldBe(SettleResult.Stale);
        (await Settle(Complete(lease, "late", new Usage(1, 1), 0.5m))).ShouldBe(SettleResult.Superseded);
        (await Settle(Complete(lease, "later"))).ShouldBe(SettleResult.Stale);
        (await Results(job))[0].Answer!.Output.ShouldBe("late");
        (await Find(job)).Counts.ShouldBe(new RowCounts { Succeeded = 1 });
        (await Find(job)).FinishedAt.ShouldBe(ended);
        (await Find(job)).Spend.ShouldBe(new Spend(4, 3, new Usage(1, 1), 0.5m, 0));
    }

    [Theory]
    [InlineData("claim send settle cancel", RowState.Succeeded, JobState.Finished)]
    [InlineData("claim send cancel settle", RowState.Succeeded, JobState.Cancelled)]
    [InlineData("claim cancel send settle", RowState.Succeeded, JobState.Cancelled)]
    [InlineData("cancel claim send settle", RowState.Cancelled, JobState.Cancelled)]
    public async Task A_cancel_may_come_at_any_moment(string order, RowState row, JobState state)
    {
        var job = await Running(1);
        Lease[] leases = [];
        foreach (var step in order.Split(' '))
        {
            switch (step)
            {
                case "claim":
                    leases = await ClaimLeases(job);
                    break;
                case "send":
                    await Store.MarkSentAsync(leases);
                    break;
                case "settle":
                    await Store.SettleAsync([.. leases.Select(lease => Complete(lease))]);
                    break;
                default:
                    await Store.CancelAsync(job);
                    break;
            }
        }

        (await States(job)).ShouldBe([row]);
        (await Find(job)).State.ShouldBe(state);
        (await Find(job)).FinishedAt.ShouldNotBeNull();
    }
}
