using Nightshift.Limits;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Limits;

public sealed class RetryTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(3, 4)]
    [InlineData(7, 60)]
    [InlineData(10_000, 60)]
    public void The_wait_is_anything_up_to_a_ceiling_that_doubles(int attempt, double ceiling)
    {
        var random = new Random(7);
        var waits = Enumerable.Range(0, 2_000).Select(_ => Backoff.Next(attempt, random).TotalSeconds).ToList();
        waits.Max().ShouldBeInRange(ceiling * 0.98, ceiling);
        waits.Min().ShouldBeInRange(0, ceiling * 0.02);
        waits.Average().ShouldBe(ceiling / 2, ceiling * 0.05);
    }

    [Fact]
    public void A_retry_is_never_earlier_than_the_server_asked_and_not_all_at_once()
    {
        var random = new Random(7);
        var waits = Enumerable.Range(0, 1_000).Select(_ => Backoff.Next(2, random, TimeSpan.FromSeconds(90))).ToList();
        waits.ShouldAllBe(wait => wait >= TimeSpan.FromSeconds(90) && wait <= TimeSpan.FromSeconds(92));
        waits.Distinct().Count().ShouldBeGreaterThan(900);
    }

    [Fact]
    public void Retries_are_a_fifth_of_the_requests_and_a_floor()
    {
        var time = new ManualTime();
        var budget = new RetryBudget(time);
        Take(budget).ShouldBe(10);
        for (var request = 0; request < 100; request++)
            budget.CountRequest();
        Take(budget).ShouldBe(20);
    }

    [Fact]
    public void The_budget_tells_when_it_has_a_retry_again()
    {
        var time = new ManualTime();
        var budget = new RetryBudget(time);
        budget.TimeUntilNext().ShouldBe(TimeSpan.Zero);
        Take(budget);
        time.Advance(TimeSpan.FromSeconds(20));
        for (var request = 0; request < 5; request++)
            budget.CountRequest();
        Take(budget).ShouldBe(1);

        var wait = budget.TimeUntilNext();
        wait.ShouldBeInRange(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(40.2));
        time.Advance(wait - TimeSpan.FromTicks(1));
        budget.TryTake().ShouldBeFalse();
        time.Advance(TimeSpan.FromTicks(1));
        budget.TryTake().ShouldBeTrue();
    }

    [Fact]
    public void Requests_that_left_the_window_take_their_share_with_them()
    {
        var time = new ManualTime();
        var budget = new RetryBudget(time, floor: 1);
        for (var request = 0; request < 100; request++)
            budget.CountRequest();
        time.Advance(TimeSpan.FromSeconds(30));
        Take(budget).ShouldBe(21);
        time.Advance(TimeSpan.FromSeconds(31));
        budget.TimeUntilNext().ShouldBeInRange(TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(29.2));
    }

    private static int Take(RetryBudget budget)
    {
        var taken = 0;
        while (budget.TryTake())
            taken++;
        return taken;
    }
}
