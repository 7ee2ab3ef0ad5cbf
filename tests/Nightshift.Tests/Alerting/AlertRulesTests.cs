using System.Text.Json;
using Nightshift.Alerting;
using Nightshift.Alerting.Rules;
using Nightshift.Engine.Reporting;
using Nightshift.Model;
using Nightshift.Routing;
using Nightshift.Settling;

namespace Nightshift.Tests.Alerting;

/// <summary>From how things stand to what is told.</summary>
public sealed class AlertRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 4, 10, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Since = Now.AddDays(-2);

    private static readonly Job Running = new()
    {
        Id = new JobId(7), Key = "k", Name = "tickets.csv", Spec = "{}", State = JobState.Running, CreatedAt = Now.AddHours(-3),
        Counts = new RowCounts(0, 0, 100, 890, 10, 0, 0), Spend = new Spend(900, 0, new Usage(1, 1), 4.1m, 0),
    };

    private static readonly Job Finished = Running with { State = JobState.Finished, FinishedAt = Now.AddMinutes(-1), Counts = new RowCounts(0, 0, 0, 990, 10, 0, 0) };

    [Fact]
    public void A_job_that_finished_is_told_with_its_numbers_and_what_to_type_next()
    {
        var spending = SpendingGroup.Of("", [new Spending(new Payer(Finished.Id, "", "openai", []), new DateOnly(2026, 11, 21), "m", AnswerMode.Batch, new SpendingSums { CostUsd = 4.1m, LiveUsd = 8.2m })]);
        var alert = Of(new JobFacts(Finished) { Output = "out.csv", Spending = spending, Tags = ["nightly"] }).ShouldHaveSingleItem().Alert;
        alert.Kind.ShouldBe(AlertKind.JobFinished);
        alert.Subject.ShouldBe("job 7 at 2026-11-21T04:09:00.000Z");
        alert.Headline.ShouldBe("Job 7 (tickets.csv) finished: 990 of 1,000 rows succeeded, 10 failed.");
        alert.Lines.ShouldBe(["It cost $4.10, $4.10 less than live calls.", "Output: out.csv", "Try the failed rows again with: nightshift retry 7"]);
        using var data = JsonDocument.Parse(alert.Data);
        (data.RootElement.GetProperty("job").GetInt64(), data.RootElement.GetProperty("failed").GetInt64(), data.RootElement.GetProperty("saved_usd").GetDecimal(), data.RootElement.GetProperty("tags")[0].GetString())
            .ShouldBe((7, 10, 4.1m, "nightly"));
    }

    [Fact]
    public void It_is_news_again_when_it_finished_again_and_no_news_when_it_finished_before_anybody_watched()
    {
        var again = Finished with { FinishedAt = Now };
        Of(new JobFacts(again)).ShouldHaveSingleItem().Alert.Subject.ShouldNotBe(Of(new JobFacts(Finished)).ShouldHaveSingleItem().Alert.Subject);
        Of(new JobFacts(Finished with { FinishedAt = Since.AddSeconds(-1) })).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(JobState.Running)]
    [InlineData(JobState.Intake)]
    [InlineData(JobState.Cancelled)]
    public void A_job_that_goes_on_or_that_its_user_ended_is_no_news(JobState state) => Of(new JobFacts(Running with { State = state })).ShouldBeEmpty();

    [Fact]
    public void A_cost_that_nobody_knows_is_not_zero()
    {
        var unpriced = Finished with { Spend = new Spend(5, 0, new Usage(1, 1), 0, 5) };
        Of(new JobFacts(unpriced)).ShouldHaveSingleItem().Alert.Lines[0].ShouldBe("What it cost is not known: its model has no price.");
        var partly = Finished with { Spend = new Spend(5, 0, new Usage(1, 1), 2, 1) };
        Of(new JobFacts(partly)).ShouldHaveSingleItem().Alert.Lines[0].ShouldBe("It cost $2.00 and what has no price.");
    }

    [Fact]
    public void A_pause_is_told_once_until_more_is_done_or_the_cause_is_another()
    {
        var paused = Running with { State = JobState.Paused, Reason = "openai refuses the key (HTTP 401), 3 times" };
        var alert = Of(new JobFacts(paused)).ShouldHaveSingleItem().Alert;
        alert.Headline.ShouldBe("Job 7 (tickets.csv) is paused: openai refuses the key (HTTP 401), 3 times.");
        alert.Lines[^1].ShouldContain("nightshift work");
        Subject(paused with { Reason = "openai refuses the key (HTTP 401), 5 times" }).ShouldBe(alert.Subject, "numbers change from try to try");
        Subject(paused with { Reason = "the disk is full" }).ShouldNotBe(alert.Subject);
        Subject(paused with { Counts = paused.Counts with { Sent = 99, Succeeded = 891 } }).ShouldNotBe(alert.Subject);
    }

    [Theory]
    [InlineData(50, 0, false)]
    [InlineData(51, 0, true)]
    [InlineData(25, 26, true)]
    public void Failed_rows_are_told_from_a_share_of_all_rows_on(long failed, long expired, bool isTold)
    {
        var job = Running with { Counts = new RowCounts(1_000 - failed - expired, 0, 0, 0, failed, 0, expired) };
        var told = Of(new AlertFacts { Now = Now, Since = Since, Jobs = [new(job)], Shares = [0.05m, 0.5m] });
        told.Count.ShouldBe(isTold ? 1 : 0);
        if (isTold)
            (told[0].FailedOver, told[0].Alert.Headline).ShouldBe((0.05m, "Job 7 (tickets.csv): 51 rows of 1,000 failed, more than 5 %."));
    }

    [Theory]
    [InlineData(0, 799, 0, new string[0], new string[0])]
    [InlineData(0, 800, 0, new[] { "80" }, new string[0])]
    [InlineData(0, 700, 100, new[] { "80" }, new string[0])]
    [InlineData(500, 700, 0, new string[0], new string[0])]
    [InlineData(0, 1_000, 0, new[] { "100" }, new[] { "80" })]
    [InlineData(0, 1_200, 0, new[] { "100" }, new[] { "80" })]
    public void A_budget_of_ten_dollars_is_told_at_80_and_at_100_percent(int reservedCents, int spentCents, int possibleCents, string[] told, string[] implied)
    {
        var notices = Of(new AlertFacts { Now = Now, Since = Since, Standings = [new BudgetStanding(new Budget(10) { Period = BudgetPeriod.Day }, spentCents / 100m, possibleCents / 100m, reservedCents / 100m)] });
        notices.Where(notice => !notice.IsImplied).Select(notice => notice.Alert.Subject).ShouldBe(told.Select(percent => $"{percent} % of the budget of $10.00 a day from 2026-11-21"));
        notices.Where(notice => notice.IsImplied).Select(notice => notice.Alert.Subject).ShouldBe(implied.Select(percent => $"{percent} % of the budget of $10.00 a day from 2026-11-21"));
    }

    [Fact]
    public void A_budget_without_room_for_the_next_call_is_used_up_though_cents_are_left()
    {
        var standing = new BudgetStanding(new Budget(10) { Job = Running.Id }, 9.9m, 0, 0.05m);
        var paused = Running with { State = JobState.Paused, Reason = BudgetWords.Reached(standing) };
        var notices = Of(new AlertFacts { Now = Now, Since = Since, Jobs = [new JobFacts(paused) { Tags = ["nightly"] }], Standings = [standing] });
        var told = notices.Where(notice => !notice.IsImplied && notice.Alert.Kind == AlertKind.BudgetReached).ShouldHaveSingleItem();
        told.Alert.Subject.ShouldBe("100 % of the job's budget of $10.00 of job 7");
        told.Alert.Headline.ShouldBe("Job 7 (tickets.csv): The job's budget of $10.00 is used up: $9.90 is spent.");
        told.Tags.ShouldBe(["nightly"]);
        var other = new BudgetStanding(new Budget(20) { Job = Running.Id }, 9.9m, 0, 0);
        Of(new AlertFacts { Now = Now, Since = Since, Jobs = [new JobFacts(paused)], Standings = [other] }).ShouldNotContain(notice => notice.Alert.Kind == AlertKind.BudgetReached);
    }

    [Fact]
    public void A_budget_of_a_day_is_told_again_the_next_day_and_a_raised_one_anew()
    {
        string SubjectOf(decimal limit, DateTimeOffset now) => Of(new AlertFacts
        {
            Now = now, Since = Since, Standings = [new BudgetStanding(new Budget(limit) { Period = BudgetPeriod.Day }, limit, 0, 0)],
        })[0].Alert.Subject;
        SubjectOf(10, Now).ShouldBe(SubjectOf(10, Now.AddHours(5)));
        SubjectOf(10, Now).ShouldNotBe(SubjectOf(10, Now.AddDays(1)));
        SubjectOf(10, Now).ShouldNotBe(SubjectOf(20, Now));
        Of(new AlertFacts { Now = Now, Since = Since, Standings = [new BudgetStanding(new Budget(0), 0, 0, 0)] }).ShouldBeEmpty("nothing was to be spent, and nothing was");
    }

    // Submitted so many hours ago, kept so many; ended so many ago (-1: not seen to), next look so many ago.
    [Theory]
    [InlineData(26 * 24, 29 * 24, 20, 0, true)]
    [InlineData(26 * 24 - 1, 29 * 24, 20, 0, false)]
    [InlineData(30 * 24, 29 * 24, 20, 0, true)]
    [InlineData(28 * 24, 29 * 24, -1, 2, true)]
    [InlineData(28 * 24, 29 * 24, -1, 0, false)]
    [InlineData(60, 48, 35, 0, false)]
    [InlineData(60, 48, 36, 0, true)]
    [InlineData(60, 48, -1, 24, true)]
    [InlineData(59, 48, -1, 24, false)]
    [InlineData(26 * 24, null, 20, 0, false)]
    public void Results_that_wait_are_told_before_their_provider_deletes_them(int submitted, int? kept, int ended, int overdue, bool isTold)
    {
        var batch = Batch with
        {
            State = ended < 0 ? BatchState.Submitted : BatchState.Ended,
            SubmittedAt = Now.AddHours(-submitted), EndedAt = ended < 0 ? null : Now.AddHours(-ended), NextStepAt = Now.AddHours(-overdue),
        };
        var paused = new JobFacts(Running with { State = JobState.Paused });
        var told = Of(new AlertFacts { Now = Now, Since = Since, Batches = [new BatchFacts(batch, paused, "openai", kept is { } hours ? TimeSpan.FromHours(hours) : null, TimeSpan.FromHours(24))] });
        told.Count.ShouldBe(isTold ? 1 : 0);
        if (isTold)
            (told[0].Alert.Kind, told[0].Alert.Subject).ShouldBe((AlertKind.ResultsExpiring, "batch 3 batch_abc"));
    }

    [Fact]
    public void What_is_downloaded_is_not_lost_with_its_provider()
    {
        var batch = Batch with { State = BatchState.Downloaded, SubmittedAt = Now.AddDays(-29), EndedAt = Now.AddDays(-28), NextStepAt = Now };
        Of(new AlertFacts { Now = Now, Since = Since, Batches = [new BatchFacts(batch, new JobFacts(Running), "openai", TimeSpan.FromDays(29), TimeSpan.FromHours(24))] }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(JobState.Running, 6.1, true)]
    [InlineData(JobState.Running, 5.9, false)]
    [InlineData(JobState.Paused, 48, false)]
    [InlineData(JobState.Cancelled, 7, true)]
    public void Batches_that_nobody_looks_at_are_told_once_a_job(JobState state, double hours, bool isTold)
    {
        var job = new JobFacts(Running with { State = state });
        var late = Batch with { SubmittedAt = Now.AddDays(-1), NextStepAt = Now.AddHours(-hours) };
        var told = Of(new AlertFacts { Now = Now, Since = Since, Batches = [Facts(late), Facts(late with { Id = new BatchId(4), NextStepAt = Now.AddHours(-hours).AddMinutes(1) })] });
        told.Count.ShouldBe(isTold ? 1 : 0);
        if (isTold)
            told[0].Alert.Lines[0].ShouldStartWith("2 of them with 200 rows");

        BatchFacts Facts(Batch batch) => new(batch, job, "openai", TimeSpan.FromDays(29), TimeSpan.FromHours(24));
    }

    [Fact]
    public void A_run_of_a_schedule_that_was_left_out_is_told_with_the_reason()
    {
        var missed = ScheduleRule.Of(new ScheduleFacts("nightly", Now.AddMinutes(-16))).Alert;
        missed.Headline.ShouldBe("The schedule nightly was due at 2026-11-21 03:54 UTC and was left out.");
        missed.Lines[0].ShouldStartWith("Nobody was there at its time");
        ScheduleRule.Of(new ScheduleFacts("nightly", Now, IsOverlap: true)).Alert.Lines[0].ShouldBe("The run before had not ended.");
    }

    [Fact]
    public void Yesterday_is_told_when_anything_was_answered_and_somebody_watched_by_then()
    {
        var day = new DateOnly(2026, 11, 20);
        var spending = new Spending(new Payer(Running.Id, "tickets.csv", "openai", []), day, "m", AnswerMode.Batch, new SpendingSums { Attempts = 40, Answers = 38, CostUsd = 1.5m, LiveUsd = 3 });
        var report = SpendingReport.Of([spending], (day, day), [new BudgetStanding(new Budget(20) { Period = BudgetPeriod.Month }, 15, 0, 0)]);
        var facts = new AlertFacts { Now = Now, Since = Since, Yesterday = report };
        var alert = Of(facts).ShouldHaveSingleItem().Alert;
        (alert.Kind, alert.Subject, alert.Headline).ShouldBe((AlertKind.DailyReport, "2026-11-20", "2026-11-20: 38 answers for $1.50, $1.50 (50 %) less than live calls."));
        alert.Lines.ShouldBe(["Job 7 tickets.csv: 38 answers, $1.50", "75 % of the budget of $20.00 a month is used now", "All of it: nightshift report --from 2026-11-20 --to 2026-11-20"]);

        Of(facts with { Yesterday = SpendingReport.Of([], (day, day), []) }).ShouldBeEmpty();
        Of(facts with { Since = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero) }).ShouldBeEmpty();
    }

    [Fact]
    public void Names_from_outside_stay_in_their_line_and_steer_nothing()
    {
        var hostile = Finished with { Name = "a\r\nBcc: all@example.com\u001b]0;x\u0007\u202e<!channel>" + new string('x', 1_000) };
        var headline = Of(new JobFacts(hostile)).ShouldHaveSingleItem().Alert.Headline;
        headline.Any(char.IsControl).ShouldBeFalse();
        headline.ShouldNotContain('\u202e');
        headline.Length.ShouldBeLessThan(500);
    }

    [Fact]
    public void A_receiver_is_told_what_it_asked_for()
    {
        var notice = Of(new JobFacts(Finished) { Tags = ["nightly"] }).ShouldHaveSingleItem();
        AlertReceiver Asks(Func<AlertReceiver, AlertReceiver> with) => with(new AlertReceiver("ops", new AlertRoute.Command(["x"])));
        AlertRouting.Wants(Asks(it => it), notice).ShouldBeTrue();
        AlertRouting.Wants(Asks(it => it with { On = new HashSet<AlertKind> { AlertKind.JobFinished } }), notice).ShouldBeTrue();
        AlertRouting.Wants(Asks(it => it with { On = new HashSet<AlertKind> { AlertKind.JobPaused } }), notice).ShouldBeFalse();
        AlertRouting.Wants(Asks(it => it with { Tag = "nightly", Job = "tickets.csv" }), notice).ShouldBeTrue();
        AlertRouting.Wants(Asks(it => it with { Tag = "weekly" }), notice).ShouldBeFalse();
        AlertRouting.Wants(Asks(it => it with { Job = "other.csv" }), notice).ShouldBeFalse();
        AlertRouting.Wants(Asks(it => it with { FailedOver = 0.1m }), notice with { FailedOver = 0.05m }).ShouldBeFalse();
        AlertRouting.Wants(Asks(it => it with { FailedOver = 0.1m }), notice with { FailedOver = 0.1m }).ShouldBeTrue();
        AlertRouting.Wants(Asks(it => it), notice with { IsImplied = true }).ShouldBeFalse();
    }

    [Fact]
    public void An_account_that_is_out_is_told_each_time_with_the_reason()
    {
        var job = Running with { LanesOut = [new LaneOut("openai-b/gpt-5.4-mini", Now.AddMinutes(-1), "api.openai.com refused the key (HTTP 401: no such key)")] };
        var alert = Of(new JobFacts(job)).ShouldHaveSingleItem().Alert;
        (alert.Kind, alert.Subject).ShouldBe((AlertKind.LaneOut, "job 7 openai-b/gpt-5.4-mini since 2026-11-21T04:09:00.000Z"));
        alert.Lines[0].ShouldBe("api.openai.com refused the key (HTTP 401: no such key).");
    }

    [Fact]
    public void A_batch_that_is_out_for_too_long_is_told_once_and_not_when_it_is_called_back()
    {
        var facts = new BatchFacts(Batch with { NextStepAt = Now.AddMinutes(1) }, new JobFacts(Running), "openai", null, TimeSpan.FromHours(24)) { Overdue = new OverdueBatch(Batch, TimeSpan.FromHours(9), TimeSpan.FromHours(2)) };
        var alert = Of(new AlertFacts { Now = Now, Since = Since, Batches = [facts] }).ShouldHaveSingleItem().Alert;
        (alert.Kind, alert.Subject).ShouldBe((AlertKind.BatchOverdue, $"batch {Batch.Id} {Batch.RemoteId}"));
        alert.Headline.ShouldContain("nineteen of twenty were back within 2 h");
        Of(new AlertFacts { Now = Now, Since = Since, Batches = [facts with { Batch = facts.Batch with { CancelAsked = true } }] }).ShouldBeEmpty();
        Of(new AlertFacts { Now = Now, Since = Since, Batches = [facts with { Overdue = null }] }).ShouldBeEmpty();
    }

    private static Batch Batch => new()
    {
        Id = new BatchId(3), Job = Running.Id, Submission = "s7f3k2m9q1xa", Account = "openai 3f2a", Model = "m", Rows = 100, Bytes = 1, Sha256 = "00", Tokens = 1,
        SealedAt = Now.AddDays(-40), State = BatchState.Submitted, RemoteId = "batch_abc",
    };

    private static IReadOnlyList<Notice> Of(AlertFacts facts) => AlertRules.Of(facts);

    private static IReadOnlyList<Notice> Of(JobFacts job) => Of(new AlertFacts { Now = Now, Since = Since, Jobs = [job] });

    private static string Subject(Job job) => Of(new JobFacts(job)).ShouldHaveSingleItem().Alert.Subject;
}
