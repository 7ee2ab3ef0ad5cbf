using Nightshift.Cli.Display;
using Nightshift.Engine.Comparing;
using Nightshift.Engine.Estimating;
using Nightshift.Model;

namespace Nightshift.Tests.Cli;

/// <summary>A comparison as it stands on the screen.</summary>
public sealed class CompareTextTests
{
    [Fact]
    public void With_a_column_it_shows_who_is_right_at_which_cost_and_the_mistakes()
    {
        var comparison = Compared(
            AgreementBasis.Expected,
            Model("anthropic/claude-sonnet-4-5", 95, 0.00091m, 0.000455m) with { MacroF1 = 0.94m },
            Model("openai/gpt-5.4-nano", 94, 0.000062m, 0.000031m) with
            {
                Failed = 1, MacroF1 = 0.931m, Mistakes = [new Mistake("billing", "refund", 4), new Mistake("refund", null, 1), new Mistake(null, "other", 1)],
            }) with { Rows = 104, Bad = 2, Foreign = 3, ForeignValues = ["refunds", "a value that is so long that it is not shown as a whole"] };
        Lines(comparison, "label").ShouldBe(
            """
            MODEL                          RIGHT    95 %  FAILED     LIVE    BATCH  SECONDS
            openai/gpt-5.4-nano           94.0 %   88-97       1    $0.62    $0.31     1.23
            anthropic/claude-sonnet-4-5   95.0 %   89-98       0    $9.10    $4.55     1.23

            LIVE, BATCH: what 10,000 rows cost.
            SECONDS: half of the answers took no longer.
            95 %: between which percentages all rows will be, 19 times of 20.
            RIGHT: as column 'label' says, in 100 of 104 rows.
            2 rows of the input cannot be used and count for nothing.
            3 rows expect what is no label of the task, where nobody can be right:
              'refunds', 'a value that is so long…', …
            Failed rows are never right; `nightshift retry 7` asks them again.
            Left out: sim/echo: no key.

            Most frequent mistakes (expected → given):
              openai/gpt-5.4-nano, macro-F1 0.931
                   4  billing → refund
                   1  refund → (failed)
                   1  (no label) → other
              anthropic/claude-sonnet-4-5, macro-F1 0.940
                  none

            Take openai/gpt-5.4-nano: 94.0 % right, within 2 points of the best (anthropic/claude-sonnet-4-5, 95.0 %), $0.62 per 10,000 rows instead of $9.10 (93 % less). 100 rows are too few to tell the two apart (87.5 to 97.2 % and 88.8 to 97.8 %); try more with --rows.
            """);
    }

    [Fact]
    public void Without_a_column_it_shows_how_often_each_two_say_the_same_in_the_order_of_the_table()
    {
        var comparison = Compared(AgreementBasis.Majority, Model("a/unpriced", 90, null, null), Model("b/dear", 80, 0.001m, null), Model("c/cheap", 50, 0.0001m, 0.00005m)) with
        {
            Pairs = [[new(100, 100), new(75, 100), new(40, 100)], [new(75, 100), new(100, 100), new(35, 100)], [new(40, 100), new(35, 100), new(100, 100)]],
        };
        Lines(comparison, null).ShouldContain(
            """
            LIVE, BATCH: what 10,000 rows cost; -: no price is known.
            SECONDS: half of the answers took no longer.
            95 %: between which percentages all rows will be, 19 times of 20.
            AGREES: with most of the models, in 100 rows.
            Left out: sim/echo: no key.

            The same answer, in percent of the rows:
                               1     2     3
             1  c/cheap        -  35.0  40.0
             2  b/dear      35.0     -  75.0
             3  a/unpriced  40.0  75.0     -
            """);
    }

    [Fact]
    public void Whatever_the_number_and_the_names_of_the_models_it_is_eighty_columns_wide()
    {
        var models = Enumerable.Range(0, 10).Select(n => Model($"provider/a-model-with-a-name-that-is-much-too-long-{n}", 90 - n, 0.001m, 0.0005m) with { Failed = 1_234 }).ToArray();
        var comparison = Compared(AgreementBasis.Majority, models) with { Pairs = [.. models.Select(_ => (IReadOnlyList<Share>)[.. models.Select(_ => new Share(1, 1))])] };
        Lines(comparison, null).Split('\n').Where(line => !line.StartsWith("Take ", StringComparison.Ordinal) && !line.StartsWith("Failed ", StringComparison.Ordinal)).ShouldAllBe(line => line.Length <= 80);
    }

    [Theory]
    [InlineData(100, 13_083, "0.02,0.1", "100 of 13,083 rows, spread over the input, through each of 2 models: about $0.12 in all")]
    [InlineData(60, 60, "0,0", "All 60 rows through each of 2 models: answered before, nothing to pay")]
    [InlineData(60, 60, "0.5,-", "All 60 rows through each of 2 models: about $0.50 in all and what m/1 costs, of which no price is known")]
    [InlineData(60, 60, "-,-", "All 60 rows through each of 2 models: no price is known")]
    [InlineData(60, 60, "0.000123", "All 60 rows through m/0: about $0.000123 in all")]
    public void Before_it_asks_it_says_what_it_will_ask_and_what_that_may_cost(long rows, long all, string costs, string line)
    {
        var each = costs.Split(',').Select(cost => cost == "-" ? (Likely?)null : Likely.Around(decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture), 0.1m)).ToList();
        CompareText.Plan(rows, all, [.. each.Select((_, n) => $"m/{n}")], each).ShouldBe(line);
    }

    private static string Lines(Comparison comparison, string? expect) =>
        string.Join('\n', CompareText.Lines(comparison, Recommendation.Of(comparison, 2), expect, 2, [new LeftOutModel("sim/echo", "no key")]));

    private static Comparison Compared(AgreementBasis basis, params ModelMeasure[] models) => new() { Models = models, Basis = basis, Rows = 100, Bad = 0, Judged = 100, Pairs = [] };

    private static ModelMeasure Model(string name, long right, decimal? live, decimal? batch) => new()
    {
        Model = name,
        Job = new JobId(7),
        Answered = 100,
        Failed = 0,
        Agreement = new Share(right, 100),
        Input = Likely.None,
        Output = Likely.None,
        CostUsd = live is { } known ? Likely.Around(known, 0.1m) : null,
        BatchCostUsd = batch is { } half ? Likely.Around(half, 0.1m) : null,
        Speed = new AnswerSpeed(TimeSpan.FromMilliseconds(1_234), TimeSpan.FromSeconds(3)),
    };
}
