using Nightshift.Engine.Comparing;

namespace Nightshift.Tests.Comparing;

public sealed class ConfusionTests
{
    [Fact]
    public void Macro_f1_is_the_mean_over_the_labels_that_come_up()
    {
        var confusion = Of(("a", "a", 8), ("a", "b", 2), ("b", "b", 5), ("b", null, 1), (null, "b", 1));
        // a: 8 right, 2 wrong: 16/18; b: 5 right, 2 + 1 + 1 wrong: 10/14.
        confusion.MacroF1!.Value.ShouldBe(((16m / 18) + (10m / 14)) / 2, 0.0000001m);
        new Confusion().MacroF1.ShouldBeNull();
        Of(("a", null, 3)).MacroF1.ShouldBe(0);
    }

    [Fact]
    public void The_most_frequent_mistakes_come_first_and_what_is_right_is_none() =>
        Of(("a", "a", 90), ("b", "a", 2), ("a", "b", 2), ("b", null, 7), (null, null, 1), (null, "a", 1)).Mistakes(4).ShouldBe(
            [new Mistake("b", null, 7), new Mistake("a", "b", 2), new Mistake("b", "a", 2), new Mistake(null, null, 1)]);

    [Theory]
    [InlineData("x,x,y", "x")]
    [InlineData("x,y,z", null)]
    [InlineData("x,x,y,y", null)]
    [InlineData("x,x,y,z", null)]
    [InlineData("x,x,-,-", "x")]
    [InlineData("x,-,-", null)]
    [InlineData("-,-,-", null)]
    public void A_majority_is_two_or_more_and_more_than_half_of_those_that_answered(string answers, string? majority) =>
        Ballot.Majority([.. answers.Split(',').Select(answer => answer == "-" ? null : answer)]).ShouldBe(majority);

    private static Confusion Of(params (string? Expected, string? Given, int Times)[] rows)
    {
        var confusion = new Confusion();
        foreach (var (expected, given, times) in rows)
        {
            for (var time = 0; time < times; time++)
                confusion.Add(expected, given);
        }

        return confusion;
    }
}
