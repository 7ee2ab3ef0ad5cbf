using Nightshift.Model;

namespace Nightshift.Tests.Stores;

public abstract partial class StoreContract
{
    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    [Fact]
    public async Task Rows_are_claimed_in_input_order_each_once()
    {
        var job = await Running([Row(0, userId: "x"), Row(1), Row(2), Row(3), Row(4)]);
        var first = await Store.ClaimAsync(job, 2);
        var second = await Store.ClaimAsync(job, 2);
        var third = await Store.ClaimAsync(job, 2);

        first.Concat(second).Concat(third).Select(row => row.Lease.Row.Index).ShouldBe([0, 1, 2, 3, 4]);
        first[0].ShouldBe(new ClaimedRow(new Lease(new RowId(job, 0), 1), "x", first[0].Record, 0, null));
        first[0].Record.ToArray().ShouldBe(Row(0).Record.ToArray());
        (await Store.ClaimAsync(job, 2)).ShouldBeEmpty();
        (await Counts(job)).ShouldBe(new RowCounts { Claimed = 5 });
    }

    [Fact]
    public async Task No_more_retries_are_claimed_than_the_limit_says()
    {
        var job = await Running(6);
        await Store.SettleAsync([.. (await Send(job, 4)).Select(lease => Retry(lease))]);

        var first = await Store.ClaimAsync(job, new ClaimLimit(3, Retries: 1));
        first.Select(row => (row.Lease.Row.Index, row.IsRetry)).ShouldBe([(0, true), (4, false), (5, false)]);
        (await Store.ClaimAsync(job, new ClaimLimit(3, Retries: 0))).ShouldBeEmpty();
        (await Store.ClaimAsync(job, 10)).Select(row => row.Lease.Row.Index).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_claim_stays_within_its_bytes_but_for_a_row_that_is_larger_by_itself()
    {
        var job = await Running(5);
        var one = Row(0).Record.Length;
        (await Store.ClaimAsync(job, new ClaimLimit(10, Bytes: one - 1))).Count.ShouldBe(1);
        (await Store.ClaimAsync(job, new ClaimLimit(10, Bytes: (2 * one) + 1))).Select(row => row.Lease.Row.Index).ShouldBe([1, 2]);
        (await Store.ClaimAsync(job, 10)).Select(row => row.Lease.Row.Index).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task Claiming_none_claims_none()
    {
        var job = await Running(2);
        (await Store.ClaimAsync(job, 0)).ShouldBeEmpty();
        (await Store.ClaimAsync(job, 2)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_row_waits_for_its_retry_and_then_goes_first()
    {
        var job = await Running(3);
        var sent = await Send(job, 2);
        await Store.SettleAsync([Retry(sent[0], Minutes(5)), Retry(sent[1], Minutes(1), counts: false, maxTokens: 512)]);
        await ReopenAsync();

        (await Store.NextDueAsync(job)).ShouldBe(Now);
        (await ClaimLeases(job)).Select(lease => lease.Row.Index).ShouldBe([2]);
        (await Store.NextDueAsync(job)).ShouldBe(Now + Minutes(1));
        (await Store.ClaimAsync(job, 1)).ShouldBeEmpty();

        Time.Advance(Minutes(1));
        (await Store.NextDueAsync(job)).ShouldBe(Now);
        Time.Advance(Minutes(4));
        (await Store.NextDueAsync(job)).ShouldBe(Now);
        var again = await Store.ClaimAsync(job, 10);
        again.Select(row => row.Lease).ShouldBe([new Lease(new RowId(job, 1), 2), new Lease(new RowId(job, 0), 2)]);
        again.Select(row => row.Attempts).ShouldBe([0, 1]);
        again.Select(row => row.MaxTokens).ShouldBe([512, null]);
        (await Store.NextDueAsync(job)).ShouldBeNull();
    }

    [Fact]
    public async Task Retries_that_are_due_go_before_rows_that_were_never_tried()
    {
        var job = await Running(4);
        var sent = await Send(job, 2);
        await Store.SettleAsync([Retry(sent[1])]);
        (await ClaimLeases(job, 2)).Select(lease => lease.Row.Index).ShouldBe([1, 2]);
        (await ClaimLeases(job, 2)).Select(lease => lease.Row.Index).ShouldBe([3]);
    }

    [Fact]
    public async Task A_larger_output_limit_stays_until_a_larger_one_comes()
    {
        var job = await Running(1);
        await Settle(Retry((await Send(job))[0], maxTokens: 100));
        await Settle(Retry((await Send(job))[0]));
        (await Store.ClaimAsync(job, 1))[0].MaxTokens.ShouldBe(100);
    }

    [Fact]
    public async Task A_retry_time_that_only_a_wrong_clock_can_have_written_counts_as_due()
    {
        var job = await Running(2);
        var sent = await Send(job);
        await Store.SettleAsync([Retry(sent[0], TimeSpan.FromDays(7)), Retry(sent[1], TimeSpan.FromDays(3000))]);
        (await Store.NextDueAsync(job)).ShouldBe(Now);
        (await ClaimLeases(job)).Select(lease => lease.Row.Index).ShouldBe([1]);
        (await Store.NextDueAsync(job)).ShouldBe(Now + TimeSpan.FromDays(7));

        Time.StepWallClock(TimeSpan.FromDays(-365));
        (await ClaimLeases(job)).Select(lease => lease.Row.Index).ShouldBe([0], "the clock went back a year");
    }

    [Fact]
    public async Task A_released_row_is_claimed_again_under_a_new_epoch()
    {
        var job = await Running(4);
        var leases = await ClaimLeases(job, 3);
        await Store.ReleaseAsync([leases[0], leases[2], new Lease(leases[1].Row, 9)]);
        (await Counts(job)).ShouldBe(new RowCounts { Pending = 3, Claimed = 1 });
        (await Store.NextDueAsync(job)).ShouldBe(Now);
        (await ClaimLeases(job)).ShouldBe([new(new RowId(job, 0), 2), new(new RowId(job, 2), 2), new(new RowId(job, 3), 1)]);
    }

    [Fact]
    public async Task A_released_row_keeps_its_place_after_the_store_was_opened_again()
    {
        var job = await Running(5);
        var leases = await ClaimLeases(job, 4);
        await ReopenAsync();
        await Store.ReleaseAsync([leases[3], leases[1]]);
        (await ClaimLeases(job)).Select(lease => lease.Row.Index).ShouldBe([1, 3, 4]);
    }

    [Fact]
    public async Task Only_leases_that_hold_may_be_sent_and_each_only_once()
    {
        var job = await Running(4);
        var leases = await ClaimLeases(job);
        await Store.ReleaseAsync([leases[1]]);
        (await Store.MarkSentAsync([leases[2], leases[1], leases[0], new Lease(leases[3].Row, 0)])).Leases.ShouldBe([leases[2], leases[0]]);
        (await Store.MarkSentAsync([leases[2]])).Leases.ShouldBeEmpty();
        (await Counts(job)).ShouldBe(new RowCounts { Pending = 1, Claimed = 1, Sent = 2 });
    }

    [Fact]
    public async Task A_row_that_was_not_sent_after_all_is_as_it_was_before_its_claim()
    {
        var job = await Running(4);
        var sent = await Send(job, 3);
        await Store.ReleaseAsync([sent[0], new Lease(sent[1].Row, 9), sent[2]]);
        (await Counts(job)).ShouldBe(new RowCounts { Pending = 3, Sent = 1 });
        (await ClaimLeases(job, 2)).ShouldBe([new(new RowId(job, 0), 2), new(new RowId(job, 2), 2)]);
        (await Store.ReadResultsAsync(job).ToListAsync())[0].Attempts.ShouldBe(0);
        (await Store.CheckAsync().ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_of_a_cancelled_job_that_was_not_sent_after_all_is_cancelled_with_its_followers()
    {
        var job = await Running([Row(0, hash: 1), Row(1, hash: 1)]);
        var sent = await Send(job);
        await Store.CancelAsync(job);
        (await Counts(job)).ShouldBe(new RowCounts { Pending = 1, Sent = 1 });
        await Store.ReleaseAsync(sent);
        (await Counts(job)).ShouldBe(new RowCounts { Cancelled = 2 });
        (await Store.FindJobAsync(job))!.FinishedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Callers_that_claim_at_once_never_get_the_same_row()
    {
        var job = await Running(500);
        var claims = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => ClaimLeases(job, 10))));
        claims.SelectMany(leases => leases).Select(lease => lease.Row.Index).Order()
            .ShouldBe(Enumerable.Range(0, 500).Select(i => (long)i));
    }
}
