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
    public void Retries_under_way_are_a_fifth_of_the_answers_and_a_floor()
    {
        var budget = new RetryBudget(new ManualTime(), floor: 10);
        budget.Reserve(100).ShouldBe(10);
        Answer(budget, 100);
        budget.Reserve(100).ShouldBe(20);
        budget.Reserve(100).ShouldBe(0);
    }

    [Fact]
    public void A_retry_that_fails_uses_its_place_up_for_a_minute()
    {
        var time = new ManualTime();
        var budget = new RetryBudget(time, floor: 1);
        budget.Reserve(1).ShouldBe(1);
        budget.Failed(isRetry: true);
        time.Advance(TimeSpan.FromSeconds(59.9));
        budget.Reserve(1).ShouldBe(0);
        time.Advance(TimeSpan.FromSeconds(0.4));
        budget.Reserve(1).ShouldBe(1);
    }

    [Fact]
    public void A_retry_that_is_answered_gives_its_place_back_at_once()
    {
        var budget = new RetryBudget(new ManualTime(), floor: 1);
        for (var retry = 0; retry < 1_000; retry++)
        {
            budget.Reserve(1).ShouldBe(1);
            budget.Answered(isRetry: true);
        }
    }

    [Fact]
    public void What_was_reserved_and_not_made_is_given_back()
    {
        var budget = new RetryBudget(new ManualTime(), floor: 5);
        budget.Reserve(5).ShouldBe(5);
        budget.Return(3);
        budget.Reserve(5).ShouldBe(3);
    }

    [Fact]
    public void Answers_that_left_the_window_take_their_share_with_them()
    {
        var time = new ManualTime();
        var budget = new RetryBudget(time, floor: 1);
        Answer(budget, 100);
        time.Advance(TimeSpan.FromSeconds(61));
        budget.Reserve(100).ShouldBe(1);
    }

    [Fact]
    public void First_tries_that_fail_neither_cost_nor_bring_anything()
    {
        var budget = new RetryBudget(new ManualTime(), floor: 2);
        for (var request = 0; request < 100; request++)
            budget.Failed(isRetry: false);
        budget.Reserve(100).ShouldBe(2);
    }

    private static void Answer(RetryBudget budget, int times)
    {
        for (var answer = 0; answer < times; answer++)
            budget.Answered(isRetry: false);
    }
}
