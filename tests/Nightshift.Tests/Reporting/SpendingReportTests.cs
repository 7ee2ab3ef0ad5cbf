using Nightshift.Engine.Reporting;
using Nightshift.Model;

namespace Nightshift.Tests.Reporting;

public sealed class SpendingReportTests
{
    private static readonly DateOnly Monday = new(2026, 11, 16);
    private static readonly Payer Tickets = new(new JobId(1), "tickets.csv", "openai", ["nightly", "eu"]);
    private static readonly Payer Reviews = new(new JobId(2), "reviews.csv", "anthropic", []);

    private static readonly Spending[] All =
    [
        Of(Tickets, Monday, "gpt", AnswerMode.Live, cost: 1, live: 1, answers: 10),
        Of(Tickets, Monday, "gpt", AnswerMode.Batch, cost: 2, live: 4, answers: 40),
        Of(Tickets, Monday, "gpt", AnswerMode.Duplicate, cost: 0, live: 0.5m, answers: 5),
        Of(Tickets, Monday.AddDays(1), "gpt", AnswerMode.Cache, cost: 0, live: 0.25m, answers: 2),
        Of(Reviews, Monday.AddDays(1), "claude", AnswerMode.Batch, cost: 4, live: 8, answers: 7),
    ];

    [Fact]
    public void What_was_saved_is_what_live_calls_would_have_cost_less_what_was_paid()
    {
        var total = Report(All).Total;
        (total.CostUsd, total.LiveUsd, total.SavedUsd, total.Sums.Answers).ShouldBe((7, 13.75m, 6.75m, 64));
        (total.SavedInBatchesUsd, total.SparedUsd, total.SparedRows).ShouldBe((6, 0.75m, 7));
        (total.SavedInBatchesUsd + total.SparedUsd).ShouldBe(total.SavedUsd);
        total.SavedShare!.Value.ShouldBe(6.75m / 13.75m);
    }

    [Fact]
    public void It_is_told_apart_by_day_job_model_provider_and_tag_dearest_first()
    {
        var report = Report(All);
        Keys(report.Days).ShouldBe([("2026-11-16", 3), ("2026-11-17", 4)]);
        Keys(report.Jobs).ShouldBe([("2 reviews.csv", 4), ("1 tickets.csv", 3)]);
        Keys(report.Models).ShouldBe([("anthropic/claude", 4), ("openai/gpt", 3)]);
        Keys(report.Providers).ShouldBe([("anthropic", 4), ("openai", 3)]);
        Keys(report.Tags).ShouldBe([("(none)", 4), ("eu", 3), ("nightly", 3)], "what has two tags is in both");
    }

    [Fact]
    public void Nothing_spent_is_nothing_saved_and_no_share_of_it()
    {
        var report = Report([]);
        (report.Total.CostUsd, report.Total.SavedUsd, report.Total.SavedShare).ShouldBe((0, 0, null));
        report.Days.ShouldBeEmpty();
    }

    private static SpendingReport Report(Spending[] spending) => SpendingReport.Of(spending, (Monday, Monday.AddDays(6)), []);

    private static (string, decimal)[] Keys(IEnumerable<SpendingGroup> groups) => [.. groups.Select(group => (group.Key, group.CostUsd))];

    private static Spending Of(Payer payer, DateOnly day, string model, AnswerMode mode, decimal cost, decimal live, long answers) =>
        new(payer, day, model, mode, new SpendingSums { CostUsd = cost, LiveUsd = live, Answers = answers });
}
