using Nightshift.Model;
using Nightshift.Routing;

namespace Nightshift.Tests.Routing;

/// <summary>Which way rows go: a table of moments and what is done in them.</summary>
public sealed class RouterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);

    /// <summary>Forty batches: half end within an hour, nine of ten within two, the last after ten.</summary>
    private static readonly Turnaround Usual = Turnaround.Of([.. Times(20, 0.5), .. Times(10, 1.5), .. Times(6, 2), .. Times(4, 10)]);

    [Theory]
    [InlineData("fastest", 1000, Route.All, 0)]
    [InlineData("cheapest", 1000, 0, Route.All)]
    [InlineData("cheapest", 1, 0, Route.All)]
    public void Pure_strategies_know_one_way(string strategy, long waiting, long live, long batch) =>
        Plan(strategy, waiting).ShouldSatisfyAllConditions(route => route.LiveRows.ShouldBe(live), route => route.BatchRows.ShouldBe(batch));

    [Theory]
    [InlineData("hybrid")]
    [InlineData("deadline")]
    public void A_model_without_batches_goes_live_whatever_is_asked_for(string strategy)
    {
        var route = Router.Plan(Enum.Parse<Strategy>(strategy, ignoreCase: true), Facts(1000) with { HasBatches = false, Deadline = Now.AddHours(9) });
        (route.LiveRows, route.BatchRows, route.Why).ShouldBe((Route.All, 0, "live calls: this model cannot be had in batches"));
    }

    [Theory]
    [InlineData(100, 10_000, 10_000 - (100 * 30))] // half of the batches are back in 30 minutes, and 3,000 rows are through by then
    [InlineData(100, 3_100, 0)] // a hundred rows are no twentieth of those
    [InlineData(100, 2_000, 0)]
    [InlineData(1_000, 10_000, 0)]
    [InlineData(10, 600, 300)]
    public void Hybrid_puts_into_batches_what_live_calls_do_not_come_to_in_the_time_that_a_batch_takes(double rate, long waiting, long batch)
    {
        var route = Router.Plan(Strategy.Hybrid, Facts(waiting) with { LiveRowsPerMinute = rate });
        (route.LiveRows, route.BatchRows).ShouldBe((Route.All, batch));
    }

    [Fact]
    public void Hybrid_goes_live_where_nothing_limits_it() => Router.Plan(Strategy.Hybrid, Facts(1_000_000)).BatchRows.ShouldBe(0);

    [Theory]
    [InlineData(6, 10_000, 10_000)] // 56 minutes of live calls, should it come to that: five hours for the batch
    [InlineData(1.5, 10_000, 10_000)] // half an hour for the batch: every second one is back
    [InlineData(1, 10_000, 0)] // no batch has ever been back so soon
    [InlineData(0, 10_000, 0)]
    [InlineData(-3, 10_000, 0)]
    [InlineData(6, 200_000, 0)] // live calls alone would take longer
    public void A_deadline_is_met_by_batches_as_long_as_there_is_time_for_live_calls_after_them(double hours, long waiting, long batch)
    {
        var route = Router.Plan(Strategy.Deadline, Facts(waiting) with { Deadline = Now.AddHours(hours) });
        (route.LiveRows, route.BatchRows).ShouldBe(batch == 0 ? (Route.All, 0) : (0, batch));
        route.Why.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(120, 0)] // there is time yet
    [InlineData(29, 0)] // 15 minutes to be called back, 3,000 rows in 13: just not the last moment
    [InlineData(27, 1)]
    [InlineData(5, 1)] // too late, and better than never
    public void A_batch_is_called_back_at_the_last_moment_at_which_its_rows_can_be_sent_live(double minutes, int recalled)
    {
        var route = Router.Plan(Strategy.Deadline, Facts(0) with { Deadline = Now.AddMinutes(minutes), Batches = [Running(1, 3_000, hours: 2.5)] });
        route.Recalled.Count.ShouldBe(recalled);
        if (recalled > 0)
            route.Why.ShouldStartWith("3,000 rows are called back from batches, and those that are not done are sent live");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(0)]
    public void Few_rows_go_live_and_nothing_that_comes_back_after_them_before_it_was_looked_at(long waiting)
    {
        var route = Router.Plan(Strategy.Deadline, Facts(waiting) with { Deadline = Now.AddHours(6) });
        (route.LiveRows, route.BatchRows).ShouldBe((waiting, 0));
    }

    [Fact]
    public void Only_as_many_batches_are_called_back_as_have_to_be_and_the_least_likely_ones_first()
    {
        // The young one will most likely be back in the hour that is left; the two old ones are of the kind that takes ten hours.
        var facts = Facts(0) with { Deadline = Now.AddHours(1), Batches = [Running(1, 6_000, hours: 0.4), Running(2, 4_000, hours: 3), Running(3, 2_000, hours: 3)] };
        var route = Router.Plan(Strategy.Deadline, facts);
        route.Recalled.ShouldBe([new BatchId(2), new BatchId(3)], ignoreOrder: true);
        Router.Plan(Strategy.Deadline, facts with { Batches = [Running(1, 6_000, hours: 0.4), Running(2, 4_000, hours: 3, isRecalled: true), Running(3, 2_000, hours: 3, isRecalled: true)] })
            .Recalled.ShouldNotContain(new BatchId(2), "it is on its way back");
    }

    [Theory]
    [InlineData("deadline", 14, false)]
    [InlineData("deadline", 15, true)]
    [InlineData("hybrid", 59, false)]
    [InlineData("hybrid", 60, true)]
    public void Rows_leave_a_batch_that_was_called_back_and_does_not_come(string strategy, double minutes, bool isLeft)
    {
        var facts = Facts(0) with { Deadline = Now.AddMinutes(50), Batches = [Running(1, 3_000, hours: 3, isRecalled: true) with { RecalledFor = TimeSpan.FromMinutes(minutes) }, Running(2, 10, hours: 0.1)] };
        Router.Plan(Enum.Parse<Strategy>(strategy, ignoreCase: true), facts).Left.ShouldBe(isLeft ? [new BatchId(1)] : []);
    }

    [Fact]
    public void A_batch_far_beyond_its_history_is_called_back_where_the_job_may_go_live()
    {
        Router.Plan(Strategy.Hybrid, Facts(0) with { Batches = [Running(1, 100, hours: 19)] }).Recalled.ShouldBeEmpty();
        Router.Plan(Strategy.Hybrid, Facts(0) with { Batches = [Running(1, 100, hours: 21)] }).Recalled.ShouldBe([new BatchId(1)]);
    }

    [Fact]
    public void What_is_out_is_said_while_nothing_waits()
    {
        var facts = Facts(0) with { Deadline = Now.AddHours(6), Batches = [Running(1, 3_000, hours: 1)] };
        Router.Plan(Strategy.Deadline, facts).Why.ShouldBe("batches: 3,000 rows are out, and what is not back within 5 h 32 min is sent live");
        Router.Plan(Strategy.Hybrid, facts).Why.ShouldBe("batches: 3,000 rows are out, and none waits for a live call");
        Router.Plan(Strategy.Deadline, facts with { Batches = [] }).Why.ShouldBe("no row waits to be sent");
    }

    [Fact]
    public void A_batch_is_overdue_when_it_is_out_for_twice_as_long_as_nearly_all_others_of_its_account_and_model()
    {
        Batch[] before = [.. Enumerable.Range(0, 40).Select(day => Ended(day, rows: 1_000, took: 1, at: 2))];
        var late = Ended(41, rows: 1_000, took: 0, at: 2) with { State = BatchState.Submitted, EndedAt = null };
        var now = late.SubmittedAt!.Value.AddHours(2.1);
        OverdueBatches.Among([.. before, late], now).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            overdue => overdue.Batch.Id.ShouldBe(late.Id), overdue => overdue.Usual.ShouldBe(TimeSpan.FromHours(1)), overdue => overdue.Age.ShouldBe(TimeSpan.FromHours(2.1)));
        OverdueBatches.Among([.. before, late], now.AddHours(-0.2)).ShouldBeEmpty("it may yet come");
        OverdueBatches.Among([.. before, late with { Account = "b" }], now).ShouldBeEmpty("that account's batches are not known to be so quick");
        OverdueBatches.Among([.. before, late with { State = BatchState.Ended }], now).ShouldBeEmpty("it is back");
    }

    [Fact]
    public void What_is_published_counts_until_there_is_a_history_and_then_the_history_alone()
    {
        var published = Turnaround.Of([]);
        (published.Within(0.5), published.Within(0.9), published.Within(1)).ShouldBe((TimeSpan.FromHours(0.9), TimeSpan.FromHours(8), TimeSpan.FromHours(24)));
        Turnaround.Of(Times(10, 5)).Within(0.5).ShouldBe(TimeSpan.FromHours(5));
        Turnaround.Of(Times(30, 5)).Within(0.01).ShouldBe(TimeSpan.FromHours(5));
    }

    [Fact]
    public void The_chance_of_a_batch_is_that_of_those_that_had_come_as_far_as_it()
    {
        Usual.Chance(TimeSpan.Zero, TimeSpan.FromHours(1)).ShouldBe(0.5);
        Usual.Chance(TimeSpan.FromHours(1), TimeSpan.FromHours(1)).ShouldBe(0.8);
        Usual.Chance(TimeSpan.FromHours(3), TimeSpan.FromHours(1)).ShouldBe(0);
        Usual.Chance(TimeSpan.FromHours(11), TimeSpan.FromHours(1)).ShouldBe(0, "nothing is known of such a one");
    }

    [Fact]
    public void Batches_of_like_size_and_hour_are_what_counts_where_there_are_enough()
    {
        Batch[] batches = [.. Enumerable.Range(0, 12).Select(day => Ended(day, rows: 1_000, took: 1, at: 2)), .. Enumerable.Range(0, 12).Select(day => Ended(day, rows: 50_000, took: 9, at: 2)), .. Enumerable.Range(0, 12).Select(day => Ended(day, rows: 1_000, took: 5, at: 14))];
        Turnaround.Of(batches, rows: 800, Now).Within(0.4).ShouldBe(TimeSpan.FromHours(1));
        Turnaround.Of(batches, rows: 40_000, Now).Within(0.6).ShouldBe(TimeSpan.FromHours(9));
        Turnaround.Of(batches, rows: 3, Now).Known.ShouldBe(36, "none is like it");
    }

    private static Route Plan(string strategy, long waiting) => Router.Plan(Enum.Parse<Strategy>(strategy, ignoreCase: true), Facts(waiting));

    private static RouteFacts Facts(long waiting) => new() { Now = Now, Waiting = waiting, HasBatches = true, Turnaround = Usual };

    private static RunningBatch Running(long id, long rows, double hours, bool isRecalled = false) => new(new BatchId(id), rows, TimeSpan.FromHours(hours), isRecalled);

    private static IEnumerable<TimeSpan> Times(int count, double hours) => Enumerable.Repeat(TimeSpan.FromHours(hours), count);

    private static Batch Ended(int day, int rows, double took, int at)
    {
        var submitted = new DateTimeOffset(2026, 11, 1, at, 30, 0, TimeSpan.Zero).AddDays(day);
        return new Batch
        {
            Id = new BatchId(day), Job = new JobId(1), Submission = "s", Account = "a", Model = "m", Rows = rows, Bytes = 1, Sha256 = "", Tokens = 1, SealedAt = submitted,
            SubmittedAt = submitted, EndedAt = submitted.AddHours(took),
        };
    }
}
