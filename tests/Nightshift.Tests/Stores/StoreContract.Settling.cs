using Nightshift.Model;

namespace Nightshift.Tests.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_row_that_is_not_sent_ends_without_an_entry_in_the_ledger()
    {
        var job = await Running(1);
        var lease = (await ClaimLeases(job))[0];
        (await Store.SettleAsync([new Settlement(lease, new Verdict.Fail("quarantined", "again and again"), Attempt: null)])).ShouldBe([SettleResult.Applied]);
        await ReopenAsync();

        var ended = (await Store.FindJobAsync(job)).ShouldNotBeNull();
        (ended.State, ended.Counts.Failed, ended.Spend.Attempts).ShouldBe((JobState.Finished, 1, 0));
        (await Store.ReadResultsAsync(job).SingleAsync()).ErrorCode.ShouldBe("quarantined");
    }

    [Fact]
    public async Task An_answer_ends_its_row_and_the_last_one_ends_the_job()
    {
        var job = await Running(2);
        var leases = await Send(job);
        (await Settle(Complete(leases[0], "one \0 \u2028 two"))).ShouldBe(SettleResult.Applied);
        (await Find(job)).State.ShouldBe(JobState.Running);
        Time.Advance(Minutes(1));
        await Settle(Fail(leases[1]));
        await ReopenAsync();

        var stored = await Find(job);
        stored.State.ShouldBe(JobState.Finished);
        stored.FinishedAt.ShouldBe(Now);
        stored.Counts.ShouldBe(new RowCounts { Succeeded = 1, Failed = 1 });
        var results = await Results(job, withBodies: true);
        results[0].Answer!.Output.ShouldBe("one \0 \u2028 two");
        results[0].Answer!.Body.ToArray().ShouldBe("body of one \0 \u2028 two"u8.ToArray());
        results[0].ErrorCode.ShouldBeNull();
        results[1].Answer.ShouldBeNull();
        results[1].ErrorCode.ShouldBe("content_filter");
        results[1].Error.ShouldBe("refused for content_filter");
    }

    [Fact]
    public async Task The_last_answer_ends_a_paused_job_too()
    {
        var job = await Running(1);
        var leases = await Send(job);
        await Store.SetJobStateAsync(job, JobState.Paused, "no quota");
        await Settle(Complete(leases[0]));
        (await Find(job)).State.ShouldBe(JobState.Finished);
        (await Find(job)).Reason.ShouldBeNull();
    }

    [Fact]
    public async Task A_verdict_for_a_claimed_row_is_applied()
    {
        var job = await Running(1);
        (await Settle(Fail((await ClaimLeases(job))[0], "template"))).ShouldBe(SettleResult.Applied);
        (await Results(job))[0].Attempts.ShouldBe(0);
        (await Find(job)).Spend.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_lost_lease_changes_only_the_ledger()
    {
        var job = await Running(1);
        var old = (await ClaimLeases(job))[0];
        await Store.ReleaseAsync([old]);
        var current = (await Send(job))[0];

        foreach (var late in new[] { Complete(old, "late", new Usage(7, 3), 0.5m), Fail(old), Retry(old) })
            (await Settle(late)).ShouldBe(SettleResult.Stale);
        (await Settle(Complete(current with { Epoch = 3 }))).ShouldBe(SettleResult.Stale);
        (await Counts(job)).ShouldBe(new RowCounts { Sent = 1 });
        (await Find(job)).Spend.ShouldBe(new Spend(4, 3, new Usage(7, 3), 0.5m, 0));

        (await Settle(Complete(current, "mine"))).ShouldBe(SettleResult.Applied);
        (await Results(job))[0].Answer!.Output.ShouldBe("mine");
    }

    [Fact]
    public async Task A_second_verdict_under_the_same_lease_is_stale()
    {
        var job = await Running(1);
        var lease = (await Send(job))[0];
        (await Store.SettleAsync([Complete(lease, "first"), Complete(lease, "second"), Fail(lease)]))
            .ShouldBe([SettleResult.Applied, SettleResult.Stale, SettleResult.Stale]);
        (await Results(job))[0].Answer!.Output.ShouldBe("first");
    }

    [Fact]
    public async Task What_was_spent_adds_up_over_rows_retries_and_failures_to_the_last_picodollar()
    {
        var job = await Running(2);
        var leases = await Send(job);
        var usage = new Usage(100, 20, CachedInputTokens: 60, ReasoningTokens: 5) { CacheWriteTokens = 7, HourCacheWriteTokens = 3 };
        await Store.SettleAsync(
        [
            Retry(leases[0]) with { Attempt = Attempt("cut_off", usage, 0.000000000001m) },
            Fail(leases[1]) with { Attempt = Attempt("refused", usage, 123.456789012345m) },
        ]);
        await Settle(Complete((await Send(job))[0], "yes", usage, 0.1m));
        await ReopenAsync();

        (await Find(job)).Spend.ShouldBe(new Spend(3, 1, new Usage(300, 60, 180, 15) { CacheWriteTokens = 21, HourCacheWriteTokens = 9 }, 123.556789012346m, 0));
        var results = await Results(job);
        results[0].CostUsd.ShouldBe(0.100000000001m);
        results[0].Usage.ShouldBe(new Usage(200, 40, 120, 10) { CacheWriteTokens = 14, HourCacheWriteTokens = 6 });
        results.Select(row => row.Attempts).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task Usage_without_a_price_makes_the_cost_of_its_row_unknown_and_is_counted()
    {
        var job = await Running(2);
        var leases = await Send(job);
        await Store.SettleAsync([Retry(leases[0]) with { Attempt = Attempt("cut_off", new Usage(1, 1)) }, Complete(leases[1], cost: 0.5m)]);
        await Settle(Complete((await Send(job))[0], "yes", new Usage(1, 1), 0.25m));

        (await Results(job)).Select(row => row.CostUsd).ShouldBe([null, 0.5m]);
        (await Find(job)).Spend.ShouldBe(new Spend(3, 1, new Usage(2, 2), 0.75m, 1));
    }

    [Fact]
    public async Task Callers_that_settle_at_once_leave_counts_that_add_up()
    {
        var job = await Running(600);
        var leases = await Send(job, 600);
        await Task.WhenAll(leases.Select(lease => Task.Run(() => Settle((lease.Row.Index % 3) switch
        {
            0 => Complete(lease, "yes", new Usage(2, 1), 0.001m),
            1 => Fail(lease),
            _ => Retry(lease),
        }))));
        (await Counts(job)).ShouldBe(new RowCounts { Pending = 200, Succeeded = 200, Failed = 200 });
        (await Find(job)).Spend.ShouldBe(new Spend(600, 0, new Usage(400, 200), 0.2m, 0));
    }

    [Fact]
    public async Task One_call_may_settle_rows_of_several_jobs()
    {
        var first = await Running(Rows(1), "first");
        var second = await Running(Rows(1), "second");
        await Store.SettleAsync([Complete((await Send(first))[0]), Fail((await Send(second))[0])]);
        (await Find(first)).State.ShouldBe(JobState.Finished);
        (await Find(second)).Counts.Failed.ShouldBe(1);
    }
}
