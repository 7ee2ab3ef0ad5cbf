using Nightshift.Cli.Display;
using Nightshift.Engine.Comparing;
using Nightshift.Engine.Estimating;
using Nightshift.Model;

namespace Nightshift.Tests.Comparing;

/// <summary>Which model is recommended, and in which words.</summary>
public sealed class RecommendationTests
{
    [Fact]
    public void The_cheapest_within_the_margin_of_the_best_is_taken() =>
        Line(2, 1_000, Model("anthropic/claude-sonnet-4-5", 950, 0.00091m), Model("openai/gpt-5.4-nano", 940, 0.000062m), Model("sim/echo", 700, 0.000001m)).ShouldBe(
            "Take openai/gpt-5.4-nano: 94.0 % right, within 2 points of the best (anthropic/claude-sonnet-4-5, 95.0 %), $0.62 per 10,000 rows instead of $9.10 (93 % less)."
            + " 1,000 rows are too few to tell the two apart (92.4 to 95.3 % and 93.5 to 96.2 %); try more with --rows.");

    [Fact]
    public void When_the_rows_tell_them_apart_nothing_more_is_said() =>
        Line(5, 10_000, Model("a/best", 9_900, 0.0005m), Model("b/cheap", 9_600, 0.0001m)).ShouldBe(
            "Take b/cheap: 96.0 % right, within 5 points of the best (a/best, 99.0 %), $1.00 per 10,000 rows instead of $5.00 (80 % less).");

    [Fact]
    public void The_margin_is_met_by_what_is_exactly_as_far_and_missed_by_what_is_further()
    {
        Line(1, 1_000, Model("a/best", 900, 0.0005m), Model("b/cheap", 890, 0.0001m)).ShouldStartWith("Take b/cheap: 89.0 % right, within 1 point of the best");
        Line(1, 1_000, Model("a/best", 900, 0.0005m), Model("b/cheap", 889, 0.0001m)).ShouldBe(
            "Take a/best: 90.0 % right, the best, $5.00 per 10,000 rows; none that costs less is within 1 point of it (next is b/cheap, 88.9 %, $1.00)."
            + " 1,000 rows are too few to tell the two apart (88.0 to 91.7 % and 86.8 to 90.7 %); try more with --rows.");
    }

    [Fact]
    public void The_best_may_be_the_cheapest_too() =>
        Line(2, 100, Model("a/good", 95, 0.0001m), Model("b/worse", 60, 0.0009m), Model("c/dear", 95, 0.0009m)).ShouldBe(
            "Take a/good: 95.0 % right, the best and the cheapest of 3, $1.00 per 10,000 rows.");

    [Fact]
    public void Of_equally_cheap_ones_the_better_is_taken_then_the_faster_then_the_first()
    {
        Take(2, 100, Model("a/a", 94, 0.0001m, 900), Model("b/b", 95, 0.0001m, 10)).ShouldBe("b/b");
        Take(2, 100, Model("a/a", 95, 0.0001m, 900), Model("b/b", 95, 0.0001m, 10)).ShouldBe("b/b");
        Take(2, 100, Model("a/a", 95, 0.0001m, 10), Model("b/b", 95, 0.0001m, 10)).ShouldBe("a/a");
    }

    [Fact]
    public void A_model_without_a_price_is_not_taken_for_its_price_and_said_to_have_none()
    {
        Line(2, 100_000, Model("a/best", 95_000, null), Model("b/near", 93_500, 0.0001m), Model("c/near", 93_600, null)).ShouldBe(
            "Take b/near: 93.5 % right, within 2 points of the best (a/best, 95.0 %, no price known), $1.00 per 10,000 rows. No price is known of c/near, as near to the best.");
        Line(2, 100, Model("a/best", 95, null), Model("b/far", 50, 0.0001m)).ShouldBe(
            "No recommendation: no price is known of a/best (95.0 % right), nor of any within 2 points of it; give it one under prices: in nightshift.yaml.");
    }

    [Fact]
    public void Without_expected_answers_it_goes_by_the_majority() =>
        Line(AgreementBasis.Majority, 2, 100_000, Model("a/x", 97_000, 0.0009m), Model("b/y", 96_000, 0.0001m), Model("c/z", 50_000, 0.00001m)).ShouldBe(
            "Take b/y: 96.0 % with the majority, within 2 points of the best (a/x, 97.0 %), $1.00 per 10,000 rows instead of $9.00 (88 % less).");

    [Fact]
    public void Two_models_that_agree_are_told_by_their_price_and_two_that_do_not_are_not()
    {
        Line(AgreementBasis.EachOther, 2, 100, Model("a/dear", 99, 0.0009m), Model("b/cheap", 99, 0.0001m)).ShouldBe(
            "Take b/cheap: it agrees with a/dear in 99.0 % of the rows, $1.00 per 10,000 rows instead of $9.00 (88 % less).");
        Line(AgreementBasis.EachOther, 2, 100, Model("a/dear", 88, 0.0009m), Model("b/cheap", 88, 0.0001m)).ShouldBe(
            "No recommendation: they agree in 88.0 % of the rows, and nothing tells which one is right in the others; name the column with the right answers in --expect, or a third model.");
    }

    [Fact]
    public void One_model_alone_is_said_to_be_as_good_as_it_is() =>
        Line(2, 100, Model("a/one", 95, 0.000001234m)).ShouldBe("a/one is 95.0 % right (88.8 to 97.8 %), $0.012 per 10,000 rows.");

    [Fact]
    public void Where_nothing_can_be_judged_nothing_is_recommended()
    {
        Line(2, 0, Model("a/x", 0, 0.1m), Model("b/y", 0, 0.1m)).ShouldBe("No recommendation: the expected column is empty in all of these rows.");
        Line(AgreementBasis.Majority, 2, 0, Model("a/x", 0, 0.1m), Model("b/y", 0, 0.1m)).ShouldBe("No recommendation: there is no row in which most of the models agree.");
        Line(2, 10, Model("a/x", 0, null) with { Answered = 0, Failed = 10 }, Model("b/y", 0, null) with { Answered = 0, Failed = 10 }).ShouldBe("No recommendation: no model has answered a row.");
    }

    [Fact]
    public void Nobody_is_taken_who_is_never_right()
    {
        Line(2, 10, Model("a/x", 0, 0.1m), Model("b/y", 0, 0.2m)).ShouldBe(
            "No recommendation: none is right in any row; see what they say with `nightshift results 1`, and whether that can be what the column has.");
        Line(AgreementBasis.EachOther, 2, 10, Model("a/x", 0, 0.1m), Model("b/y", 0, 0.2m)).ShouldStartWith("No recommendation: they agree in 0.0 % of the rows");
    }

    private static ModelMeasure Model(string name, long right, decimal? cost, int? milliseconds = null) => new()
    {
        Model = name,
        Job = new JobId(1),
        Answered = 1,
        Failed = 0,
        Agreement = new Share(right, 0),
        Input = Likely.None,
        Output = Likely.None,
        CostUsd = cost is { } known ? Likely.Around(known, 0.1m) : null,
        BatchCostUsd = null,
        Speed = milliseconds is { } took ? new AnswerSpeed(TimeSpan.FromMilliseconds(took), TimeSpan.FromMilliseconds(took)) : null,
    };

    private static Comparison Compared(AgreementBasis basis, long judged, ModelMeasure[] models) => new()
    {
        Models = [.. models.Select(model => model with { Agreement = model.Agreement with { Of = judged } })], Basis = basis, Rows = judged, Bad = 0, Judged = judged, Pairs = [],
    };

    private static string Line(decimal margin, long judged, params ModelMeasure[] models) => Line(AgreementBasis.Expected, margin, judged, models);

    private static string Line(AgreementBasis basis, decimal margin, long judged, params ModelMeasure[] models)
    {
        var comparison = Compared(basis, judged, models);
        return RecommendationText.Line(Recommendation.Of(comparison, margin), comparison, margin);
    }

    private static string Take(decimal margin, long judged, params ModelMeasure[] models) =>
        Recommendation.Of(Compared(AgreementBasis.Expected, judged, models), margin).ShouldBeOfType<Recommendation.Take>().Winner.Model;
}
