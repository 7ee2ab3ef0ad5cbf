using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Recovery_voids_every_lease_and_books_what_was_sent_as_indeterminate()
    {
        var job = await Running(4);
        var sent = await Send(job, 2);
        var claimed = await ClaimLeases(job, 1);
        await ReopenAsync();
        (await Store.RecoverAsync()).ShouldBe(new Recovered(Released: 1, Indeterminate: 2));
        (await Store.RecoverAsync()).ShouldBe(default);

        (await Counts(job)).ShouldBe(new RowCounts { Pending = 4 });
        (await Find(job)).Spend.ShouldBe(new Spend(2, 0, default, 0, 0));
        (await Store.MarkSentAsync(claimed)).Leases.ShouldBeEmpty();
        (await Settle(Complete(sent[0]))).ShouldBe(SettleResult.Stale);
        (await ClaimLeases(job)).Select(lease => lease.Epoch).ShouldBe([2, 2, 2, 1]);
    }

    [Fact]
    public async Task A_row_in_flight_at_crash_after_crash_uses_up_attempts_from_the_third_on()
    {
        var job = await Running(1);
        foreach (var attempts in new[] { 0, 0, 0, 1, 2 })
        {
            var row = (await Store.ClaimAsync(job, 1)).ShouldHaveSingleItem();
            row.Attempts.ShouldBe(attempts);
            await Store.MarkSentAsync([row.Lease]);
            await Store.RecoverAsync();
        }

        (await Results(job))[0].Attempts.ShouldBe(5);
        (await Find(job)).Spend.ShouldBe(new Spend(5, 4, default, 0, 0));
    }

    [Fact]
    public async Task A_recovered_row_need_not_wait_even_when_the_clock_went_back()
    {
        var job = await Running(1);
        await Settle(Retry((await Send(job))[0], Minutes(10)));
        Time.Advance(Minutes(10));
        await Send(job);
        Time.StepWallClock(TimeSpan.FromHours(-24));
        await Store.RecoverAsync();
        (await Store.NextDueAsync(job)).ShouldBe(Now);
        (await Store.ClaimAsync(job, 1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Recovery_ends_the_sent_rows_of_a_cancelled_job()
    {
        var job = await Running(2);
        await Send(job, 1);
        await Store.CancelAsync(job);
        await Store.RecoverAsync();
        (await States(job)).ShouldBe([RowState.Cancelled, RowState.Cancelled]);
        (await Find(job)).FinishedAt.ShouldBe(Now);
    }
}
