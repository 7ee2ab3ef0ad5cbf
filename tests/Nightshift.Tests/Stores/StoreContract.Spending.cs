using Nightshift.Model;

namespace Nightshift.Tests.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task What_is_sent_has_money_set_aside_until_it_is_settled_or_given_back()
    {
        var job = await Running(3);
        var leases = await ClaimLeases(job);
        (await Store.MarkSentAsync(leases, new Reservation(0.25m, []))).Leases.ShouldBe(leases);
        (await Find(job)).ReservedUsd.ShouldBe(0.75m);

        await Settle(Complete(leases[0], cost: 0.1m, usage: new Usage(1, 1)));
        (await Find(job)).ReservedUsd.ShouldBe(0.5m);
        await Store.ReleaseAsync([leases[1]]);
        (await Find(job)).ReservedUsd.ShouldBe(0.25m);
        await Settle(Retry(leases[2]));
        (await Find(job)).ReservedUsd.ShouldBe(0);
    }

    [Fact]
    public async Task A_budget_lets_as_many_rows_go_as_it_has_room_for_and_the_others_stay_claimed()
    {
        var job = await Running(5);
        var budget = new Budget(1) { Job = job };
        var leases = await ClaimLeases(job);
        var departure = await Store.MarkSentAsync(leases, new Reservation(0.3m, [budget]));
        departure.Leases.ShouldBe(leases[..3]);
        departure.Lacking.ShouldBe(new BudgetStanding(budget, 0, 0, 0.9m));
        (await Counts(job)).ShouldBe(new RowCounts { Sent = 3, Claimed = 2 });

        await Settle(Complete(leases[0], cost: 0.1m, usage: new Usage(1, 1)));
        (await Store.ReadStandingsAsync([budget])).ShouldBe([new BudgetStanding(budget, 0.1m, 0, 0.6m)]);
        (await Store.MarkSentAsync(leases[3..], new Reservation(0.3m, [budget]))).Leases.ShouldBe([leases[3]], "one has cost less than was set aside");
    }

    [Fact]
    public async Task A_batch_goes_whole_or_not_at_all_as_the_budget_has_room()
    {
        var job = await Running(4);
        var leases = await ClaimLeases(job);
        (await Store.SealBatchAsync(NewBatch(job), leases, new Reservation(0.3m, [new Budget(1)]))).ShouldBeNull();
        (await Counts(job)).ShouldBe(new RowCounts { Claimed = 4 });
        (await Store.SealBatchAsync(NewBatch(job), leases, new Reservation(0.25m, [new Budget(1)]))).ShouldNotBeNull();
        (await Find(job)).ReservedUsd.ShouldBe(1);
    }

    [Fact]
    public async Task A_budget_of_a_day_has_room_again_tomorrow_and_one_of_a_month_next_month()
    {
        Time.Advance(new DateTimeOffset(Now.Year, Now.Month, 28, 12, 0, 0, TimeSpan.Zero).AddMonths(1) - Now);
        var (daily, monthly) = (new Budget(1) { Period = BudgetPeriod.Day }, new Budget(1) { Period = BudgetPeriod.Month });
        await Settle(Complete((await Send(await Running(1)))[0], cost: 0.75m, usage: new Usage(1, 1)));
        (await Rooms(daily, monthly)).ShouldBe([0.25m, 0.25m]);
        Time.Advance(TimeSpan.FromDays(1));
        (await Rooms(daily, monthly)).ShouldBe([1, 0.25m]);
        Time.Advance(TimeSpan.FromDays(4));
        (await Rooms(daily, monthly)).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task A_budget_counts_what_comes_under_it_and_nothing_else()
    {
        var one = await Spend(new NewJob("a", "a", "{}") { Provider = "openai", Model = "m", Tags = ["nightly", "eu"] }, 0.5m);
        await Spend(new NewJob("b", "b", "{}") { Provider = "openai", Model = "m" }, 0.25m);
        await Spend(new NewJob("c", "c", "{}") { Provider = "groq", Model = "m", Tags = ["nightly"] }, 0.125m);
        (await Rooms(new(1), new(1) { Provider = "openai" }, new(1) { Tag = "nightly" }, new(1) { Tag = "night" }, new(1) { Job = one }, new(1) { Provider = "openai", Tag = "nightly" }))
            .ShouldBe([0.125m, 0.25m, 0.375m, 1, 0.5m, 0.5m]);

        await Store.SetSpecAsync(one, "{}", ["weekly"]);
        (await Rooms(new(1) { Tag = "nightly" }, new(1) { Tag = "weekly" })).ShouldBe([0.875m, 0.5m]);
    }

    [Fact]
    public async Task What_a_removed_job_has_spent_is_spent_all_the_same()
    {
        var job = await Spend(new NewJob("a", "night.csv", "{}") { Provider = "openai", Model = "m" }, 0.5m);
        await Store.RemoveJobAsync(job);
        (await Rooms(new Budget(1))).ShouldBe([0.5m]);
        var spending = (await Store.ReadSpendingAsync(DateOnly.MinValue, DateOnly.MaxValue)).ShouldHaveSingleItem();
        (spending.Payer.Job, spending.Payer.Name, spending.Payer.Provider, spending.Model, spending.Mode).ShouldBe((job, "night.csv", "openai", "m", AnswerMode.Live));
        (spending.Sums.CostUsd, spending.Sums.Answers).ShouldBe((0.5m, 1));
    }

    [Fact]
    public async Task A_call_whose_end_nobody_knows_may_have_cost_what_was_set_aside_for_it()
    {
        var job = await Running(2);
        var leases = await ClaimLeases(job);
        await Store.MarkSentAsync(leases, new Reservation(0.25m, []));
        await Settle(Retry(leases[0]) with { Attempt = Attempt("timed_out") with { IsUncertain = true } });
        await Store.RecoverAsync();

        var found = await Find(job);
        (found.Spend.PossibleUsd, found.Spend.CostUsd, found.ReservedUsd).ShouldBe((0.5m, 0, 0));
        var ledger = await Store.ReadLedgerAsync(job).ToListAsync();
        ledger.Select(entry => (entry.Row.Index, entry.Number, entry.Attempt.Outcome, entry.PossibleUsd)).ShouldBe([(0, 1, "timed_out", 0.25m), (1, 1, "indeterminate", 0.25m)]);
        (await Rooms(new Budget(1))).ShouldBe([0.5m], "what may be spent cannot be spent again");
        (await Store.ReadSpendingAsync(DateOnly.MinValue, DateOnly.MaxValue)).Sum(entry => entry.Sums.Uncertain).ShouldBe(2);
    }

    [Fact]
    public async Task Spending_is_summed_by_day_model_and_mode_with_what_live_calls_would_have_cost()
    {
        var job = await Running([Row(0, hash: 1), Row(1, hash: 1), Row(2), Row(3)]);
        var leases = await Send(job);
        var usage = new Usage(100, 10);
        await Store.SettleAsync(
        [
            Complete(leases[0]) with { Attempt = Attempt("answered", usage, 0.25m) with { LiveUsd = 0.5m, Mode = AnswerMode.Batch } },
            Retry(leases[1]) with { Attempt = Attempt("answered", usage, 0.125m) with { LiveUsd = 0.125m } },
            Fail(leases[2]) with { Attempt = Attempt("answered", usage) with { Model = "other" } },
        ]);
        Time.Advance(TimeSpan.FromDays(1));
        await Settle(Complete((await Send(job))[0], usage: usage, cost: 0.125m));

        var all = await Store.ReadSpendingAsync(DateOnly.MinValue, DateOnly.MaxValue);
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        all.Select(entry => (entry.Day, entry.Model, entry.Mode, entry.Sums.Attempts, entry.Sums.Answers, entry.Sums.CostUsd, entry.Sums.LiveUsd, entry.Sums.WastedUsd, entry.Sums.Unpriced)).ShouldBe(
        [
            (today.AddDays(-1), "", AnswerMode.Live, 1, 0, 0.125m, 0.125m, 0.125m, 0),
            (today.AddDays(-1), "", AnswerMode.Batch, 1, 1, 0.25m, 0.5m, 0, 0),
            (today.AddDays(-1), "", AnswerMode.Duplicate, 0, 1, 0, 0.5m, 0, 0),
            (today.AddDays(-1), "other", AnswerMode.Live, 1, 0, 0, 0, 0, 1),
            (today, "", AnswerMode.Live, 1, 1, 0.125m, 0.125m, 0, 0),
        ]);
        (await Store.ReadSpendingAsync(today, today)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_a_later_job_takes_is_worth_what_it_would_have_cost_live()
    {
        var first = await Running([Row(0, hash: 1)]);
        await Settle(Complete((await Send(first))[0]) with { Attempt = Attempt("answered", new Usage(1, 1), 0.25m) with { LiveUsd = 0.5m } });
        var second = await Running([Row(0, hash: 1), Row(1, hash: 1)], "second", useCache: true);
        var third = await Running([Row(0, hash: 1)], "third", useCache: true);

        var spared = (await Store.ReadSpendingAsync(DateOnly.MinValue, DateOnly.MaxValue)).Where(entry => entry.Payer.Job != first);
        spared.Select(entry => (entry.Payer.Job, entry.Mode, entry.Sums.Answers, entry.Sums.LiveUsd, entry.Sums.CostUsd)).ShouldBe(
        [
            (second, AnswerMode.Duplicate, 1, 0.5m, 0),
            (second, AnswerMode.Cache, 1, 0.5m, 0),
            (third, AnswerMode.Cache, 1, 0.5m, 0),
        ]);
    }

    [Fact]
    public async Task The_ledger_has_every_attempt_as_it_was_booked()
    {
        var job = await Running(1);
        var lease = (await Send(job))[0];
        var attempt = Attempt("answered", new Usage(9, 8, 7, 6) { CacheWriteTokens = 5, HourCacheWriteTokens = 4 }, 0.000_000_000_003m) with
        {
            LiveUsd = 0.5m, Model = "m-2", ServiceTier = "flex", Mode = AnswerMode.Batch, Batch = new BatchId(3),
        };
        await Store.SettleAsync([Complete(lease) with { Attempt = attempt }, Complete(lease) with { Attempt = attempt }]);
        (await Store.ReadLedgerAsync(job).ToListAsync()).ShouldBe(
        [
            new LedgerEntry(lease.Row, 1, SettleResult.Applied, attempt, 0),
            new LedgerEntry(lease.Row, 2, SettleResult.Stale, attempt, 0),
        ]);
    }

    private async Task<JobId> Spend(NewJob wanted, decimal usd)
    {
        var job = (await Store.AddJobAsync(wanted)).Id;
        await Store.AppendRowsAsync(job, Rows(1), 1);
        await Store.SealAsync(job, ["text"], useCache: false);
        await Settle(Complete((await Send(job))[0], cost: usd, usage: new Usage(1, 1)));
        return job;
    }

    private async Task<decimal[]> Rooms(params Budget[] budgets) => [.. (await Store.ReadStandingsAsync(budgets)).Select(standing => standing.RoomUsd)];
}
