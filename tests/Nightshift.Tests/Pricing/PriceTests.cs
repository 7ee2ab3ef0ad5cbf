using Nightshift.Model;
using Nightshift.Pricing;

namespace Nightshift.Tests.Pricing;

public sealed class PriceTests
{
    private static readonly DateOnly Day = new(2026, 7, 15);
    private static readonly Rates Usual = new(0.75m, 4.5m) { CachedInput = 0.075m };
    private static readonly Price WithCache = new(Usual, Day, "test");

    [Fact]
    public void Cost_is_exact_to_the_last_digit() => WithCache.Cost(new Usage(1, 1)).ShouldBe(0.00000525m);

    [Fact]
    public void Cached_input_has_its_own_price() =>
        WithCache.Cost(new Usage(InputTokens: 1_000_000, OutputTokens: 0, CachedInputTokens: 400_000)).ShouldBe(0.45m + 0.03m);

    [Fact]
    public void Cached_input_costs_the_full_price_where_the_provider_gives_no_discount() =>
        new Rates(0.75m, 4.5m).Cost(new Usage(1_000_000, 0, CachedInputTokens: 400_000)).ShouldBe(0.75m);

    [Fact]
    public void Writing_into_the_cache_has_its_own_price_by_how_long_it_is_kept()
    {
        var claude = new Rates(3m, 15m) { CachedInput = 0.3m, CacheWrite = 3.75m, HourCacheWrite = 6m };
        var usage = new Usage(InputTokens: 1_000_000, OutputTokens: 0, CachedInputTokens: 100_000) { CacheWriteTokens = 200_000, HourCacheWriteTokens = 300_000 };
        claude.Cost(usage).ShouldBe((0.4m * 3m) + (0.1m * 0.3m) + (0.2m * 3.75m) + (0.3m * 6m));
    }

    [Fact]
    public void Writing_into_the_cache_costs_as_input_where_the_provider_takes_nothing_for_it() =>
        Usual.Cost(new Usage(1_000_000, 0) { CacheWriteTokens = 1_000_000 }).ShouldBe(0.75m);

    [Fact]
    public void Reasoning_is_part_of_the_output_and_not_paid_twice() =>
        WithCache.Cost(new Usage(0, 1000, ReasoningTokens: 900)).ShouldBe(WithCache.Cost(new Usage(0, 1000)));

    [Fact]
    public void More_cached_tokens_than_input_never_make_a_cost_negative()
    {
        WithCache.Cost(new Usage(10, 0, CachedInputTokens: 1000)).ShouldBe(10 * 0.075m / 1_000_000m);
        WithCache.Cost(new Usage(10, 0, CachedInputTokens: 8) { CacheWriteTokens = 1000, HourCacheWriteTokens = 1000 }).ShouldBe(((8 * 0.075m) + (2 * 0.75m)) / 1_000_000m);
    }

    [Theory]
    [InlineData(200_000, 1)]
    [InlineData(200_001, 2)]
    [InlineData(500_000, 3)]
    public void A_request_with_much_input_has_the_rates_of_its_tier_for_all_of_it(long input, int inputPerMillion)
    {
        var price = new Price(new Rates(1, 10), Day, "test") { LongContext = [new(200_001, new Rates(2, 15), Day, "test"), new(500_000, new Rates(3, 15), Day, "test")] };
        price.Cost(new Usage(input, 0)).ShouldBe(input * inputPerMillion / 1_000_000m);
    }

    [Fact]
    public void The_sum_of_a_million_costs_is_the_cost_of_the_sum()
    {
        var one = new Usage(137, 11, 13);
        decimal sum = 0;
        Usage all = default;
        for (var i = 0; i < 1_000_000; i++)
        {
            sum += WithCache.Cost(one);
            all += one;
        }

        sum.ShouldBe(Usual.Cost(all));
    }
}
