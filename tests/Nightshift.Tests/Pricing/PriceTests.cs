using Nightshift.Model;
using Nightshift.Pricing;

namespace Nightshift.Tests.Pricing;

public sealed class PriceTests
{
    private static readonly Price WithCache = new(0.75m, 0.075m, 4.5m, new DateOnly(2026, 7, 15), "test");

    [Fact]
    public void Cost_is_exact_to_the_last_digit() => WithCache.Cost(new Usage(1, 1)).ShouldBe(0.00000525m);

    [Fact]
    public void Cached_input_has_its_own_price() =>
        WithCache.Cost(new Usage(InputTokens: 1_000_000, OutputTokens: 0, CachedInputTokens: 400_000)).ShouldBe(0.45m + 0.03m);

    [Fact]
    public void Cached_input_costs_the_full_price_where_the_provider_gives_no_discount() =>
        (WithCache with { CachedInputPerMillion = null }).Cost(new Usage(1_000_000, 0, CachedInputTokens: 400_000)).ShouldBe(0.75m);

    [Fact]
    public void Reasoning_is_part_of_the_output_and_not_paid_twice() =>
        WithCache.Cost(new Usage(0, 1000, ReasoningTokens: 900)).ShouldBe(WithCache.Cost(new Usage(0, 1000)));

    [Fact]
    public void More_cached_tokens_than_input_never_make_a_cost_negative() =>
        WithCache.Cost(new Usage(10, 0, CachedInputTokens: 1000)).ShouldBe(10 * 0.075m / 1_000_000m);

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

        sum.ShouldBe(WithCache.Cost(all));
    }
}
