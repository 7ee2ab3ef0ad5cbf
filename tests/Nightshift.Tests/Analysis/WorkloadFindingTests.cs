using Nightshift.Analysis;
using Nightshift.Pricing;

namespace Nightshift.Tests.Analysis;

public sealed class WorkloadFindingTests
{
    private static readonly WorkloadFacts Facts = new("nightly", "openai", "m")
    {
        Records = 100, Patient = 100, PatientWord = "nightly", Printed = 100, Duplicates = 20, CacheKnown = 100,
        Usd = 100, LiveUsd = 100, LiveAsBatchUsd = 50, DuplicateUsd = 20, DuplicateLiveUsd = 20, DuplicateLiveAsBatchUsd = 10,
        ReadTokens = 10_000_000, FreshReadTokens = 8_000_000,
        LiveRates = new Rates(2, 10) { CachedInput = 0.5m }, BatchRates = new Rates(1, 5) { CachedInput = 0.25m },
        Cheaper = "openai/s", CheaperUsd = 30,
    };

    [Fact]
    public void Each_way_is_what_it_would_save_by_itself()
    {
        var found = WorkloadFinding.Of(Facts);
        (found.DuplicatesUsd, found.BatchingUsd, found.CachingUsd, found.CheaperUsd).ShouldBe((20, 50, 15, 70));
    }

    [Fact]
    public void Together_nothing_is_counted_twice() =>
        // 20 for what is not sent; 40 for batches of the rest, which cost 80; 6 for its 8 million tokens at the batch rates.
        WorkloadFinding.Of(Facts).TogetherUsd.ShouldBe(20 + 40 + 6);

    [Fact]
    public void What_is_written_into_the_cache_is_paid_for() =>
        WorkloadFinding.Of(Facts with { LiveRates = new Rates(2, 10) { CachedInput = 0.5m, CacheWrite = 2.5m }, WriteTokens = 1_000_000 }).CachingUsd.ShouldBe(15 - 0.5m);

    [Fact]
    public void Where_somebody_waits_a_batch_saves_nothing_and_where_it_cannot_be_told_it_is_not_known()
    {
        var waited = WorkloadFinding.Of(Facts with { Patient = 0, WaitedFor = 100 });
        waited.BatchingUsd.ShouldBe(0);
        waited.TogetherUsd.ShouldBe(20 + 12);
        var unclear = WorkloadFinding.Of(Facts with { Patient = 0, WaitedFor = 0 });
        unclear.BatchingUsd.ShouldBeNull();
        unclear.BatchingUsdIfNobodyWaits.ShouldBe(50);
        unclear.TogetherUsd.ShouldBe(20 + 12);
    }

    [Fact]
    public void What_the_log_does_not_tell_is_not_nothing()
    {
        var found = WorkloadFinding.Of(Facts with { Printed = 0, CacheKnown = 0, Duplicates = 0 });
        (found.DuplicatesUsd, found.CachingUsd).ShouldBe((null, null));
        var unpriced = WorkloadFinding.Of(Facts with { Usd = null, LiveUsd = null, LiveAsBatchUsd = null, LiveRates = null, BatchRates = null, CheaperUsd = null });
        (unpriced.DuplicatesUsd, unpriced.BatchingUsd, unpriced.CachingUsd, unpriced.CheaperUsd).ShouldBe((null, null, null, null));
    }

    [Fact]
    public void Where_batches_would_cost_more_they_save_nothing()
    {
        var found = WorkloadFinding.Of(Facts with { LiveAsBatchUsd = 120, DuplicateLiveAsBatchUsd = 24 });
        found.BatchingUsd.ShouldBe(0);
        found.TogetherUsd.ShouldBe(20 + 12, "and the cache is reckoned at live rates");
    }

    [Fact]
    public void A_month_is_thirty_days_and_a_log_of_less_than_a_day_is_one()
    {
        var from = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        new LogPeriod(from, from.AddDays(10)).ShouldSatisfyAllConditions(period => period.Factor.ShouldBe(3), period => period.IsShort.ShouldBeFalse());
        new LogPeriod(from, from.AddHours(1)).ShouldSatisfyAllConditions(period => period.Factor.ShouldBe(30), period => period.IsShort.ShouldBeTrue());
    }
}
