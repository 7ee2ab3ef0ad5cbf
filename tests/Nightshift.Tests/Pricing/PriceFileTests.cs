using Nightshift.Pricing;

namespace Nightshift.Tests.Pricing;

public sealed class PriceFileTests
{
    private static readonly IReadOnlyList<PriceEntry> Entries = PriceFile.ReadShipped();

    [Fact]
    public void Every_shipped_price_says_where_it_is_from_and_of_which_day() =>
        Entries.ShouldAllBe(e => e.Price.Source.Length > 0 && e.Price.AsOf > new DateOnly(2026, 1, 1));

    [Fact]
    public void No_shipped_price_is_quoted_or_listed_twice()
    {
        Entries.Count.ShouldBeGreaterThan(300);
        Entries.ShouldAllBe(e => !e.Price.Source.Contains('"'));
        Entries.Select(e => e.Key).Distinct().Count().ShouldBe(Entries.Count);
    }

    [Fact]
    public void A_batch_never_costs_more_than_a_live_call_and_cached_input_never_more_than_input()
    {
        Entries.ShouldAllBe(e => e.Price.Rates.CachedInput == null || e.Price.Rates.CachedInput <= e.Price.Rates.Input);
        var live = Entries.Where(e => e.Key.Class == PriceClass.Live).ToDictionary(e => (e.Key.Provider, e.Key.Model), e => e.Price.Rates);
        foreach (var (key, batch) in Entries.Where(e => e.Key.Class == PriceClass.Batch).Select(e => (e.Key, e.Price.Rates)))
        {
            batch.Input.ShouldBeLessThanOrEqualTo(live[(key.Provider, key.Model)].Input, key.ToString());
            batch.Output.ShouldBeLessThanOrEqualTo(live[(key.Provider, key.Model)].Output, key.ToString());
        }
    }

    [Fact]
    public void A_tier_for_long_context_costs_more_than_the_one_before_and_priority_more_than_live()
    {
        Entries.Count(e => e.Price.LongContext.Count > 0).ShouldBeGreaterThan(10);
        Entries.Where(e => e.Price.LongContext.Count > 0).ShouldAllBe(e => e.Price.LongContext[0].Rates.Input > e.Price.Rates.Input && e.Price.LongContext[0].FromInputTokens > 100_000);
        foreach (var entry in Entries.Where(e => e.Key.Class == PriceClass.Priority))
            PriceBook.Default.Find(entry.Key.Provider, entry.Key.Model, PriceClass.Live).ShouldNotBeNull().Rates.Input.ShouldBeLessThan(entry.Price.Rates.Input);
    }

    [Fact]
    public void Writing_into_the_cache_costs_more_than_reading_it() =>
        Entries.Where(e => e.Price.Rates.CacheWrite is not null).ShouldAllBe(e => e.Price.Rates.CacheWrite > e.Price.Rates.CachedInput);

    [Theory]
    [InlineData("openai,gpt,realtime,0,1,,,,2,2026-01-01,x")]
    [InlineData("openai,gpt,live,0,1,,,,2,2026-01-01")]
    [InlineData("openai,gpt,live,0,-1,,,,2,2026-01-01,x")]
    [InlineData("openai,gpt,live,0,1.000.000,,,,2,2026-01-01,x")]
    [InlineData("openai,gpt,live,200001,1,,,,2,2026-01-01,x")]
    public void A_line_that_is_not_a_price_is_refused(string line) =>
        Should.Throw<FormatException>(() => PriceFile.Parse("header\n" + line));
}
