using Nightshift.Model;
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
        Entries.ShouldAllBe(e => e.Price.CachedInputPerMillion == null || e.Price.CachedInputPerMillion <= e.Price.InputPerMillion);
        var live = Entries.Where(e => e.Key.Mode == AnswerMode.Live).ToDictionary(e => (e.Key.Provider, e.Key.Model), e => e.Price);
        foreach (var (key, batch) in Entries.Where(e => e.Key.Mode == AnswerMode.Batch).Select(e => (e.Key, e.Price)))
        {
            batch.InputPerMillion.ShouldBeLessThanOrEqualTo(live[(key.Provider, key.Model)].InputPerMillion, key.ToString());
            batch.OutputPerMillion.ShouldBeLessThanOrEqualTo(live[(key.Provider, key.Model)].OutputPerMillion, key.ToString());
        }
    }

    [Theory]
    [InlineData("openai,gpt,realtime,1,,2,2026-01-01,x")]
    [InlineData("openai,gpt,live,1,,2,2026-01-01")]
    [InlineData("openai,gpt,live,-1,,2,2026-01-01,x")]
    [InlineData("openai,gpt,live,1.000.000,,2,2026-01-01,x")]
    public void A_line_that_is_not_a_price_is_refused(string line) =>
        Should.Throw<FormatException>(() => PriceFile.Parse("header\n" + line));
}
