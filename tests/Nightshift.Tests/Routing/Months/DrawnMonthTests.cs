namespace Nightshift.Tests.Routing.Months;

public sealed class DrawnMonthTests
{
    [Fact]
    public void A_seed_gives_the_same_month_again_with_every_fate_in_it()
    {
        var (one, other) = (DrawnMonth.Draw(new Random(7), 7), DrawnMonth.Draw(new Random(7), 7));
        one.Rules().ShouldBe(other.Rules());
        one.Words.ShouldBe("22 usual, 3 slow, 1 expired, 1 stuck, 1 forgotten");
        DrawnMonth.Draw(new Random(8), 7).Rules().ShouldNotBe(one.Rules());
    }

    [Theory]
    [InlineData(FateOfBatch.Usual, 1, 8, 1)]
    [InlineData(FateOfBatch.Slow, 16, 8, 0.5)]
    [InlineData(FateOfBatch.Slow, 16, 1, 0)]
    [InlineData(FateOfBatch.Slow, 16, 15, 1)]
    [InlineData(FateOfBatch.Stuck, 240, 24, 0)]
    internal void A_batch_works_evenly_between_its_first_tenth_and_its_last(FateOfBatch ends, int hours, int age, double done) =>
        new BatchFate(ends, TimeSpan.FromHours(hours), TimeSpan.Zero).DoneAt(TimeSpan.FromHours(age)).ShouldBe(done, 1e-9);

    [Fact]
    public void Hindsight_pays_half_for_what_batches_give_back_in_time_and_all_for_the_rest()
    {
        var drawn = DrawnMonth.Draw(new Random(7), 30);
        for (var night = 0; night < drawn.Nights.Count; night++)
        {
            var fates = drawn.Nights[night].Take(DrawnMonth.LotsANight).ToList();
            var least = drawn.InHindsight(night);
            if (fates.All(fate => fate.Ends is FateOfBatch.Usual or FateOfBatch.Forgotten))
                least.ShouldBe(DrawnMonth.RowsANight / 2m);
            else if (fates.Any(fate => fate.Ends == FateOfBatch.Stuck))
                least.ShouldBeGreaterThanOrEqualTo((DrawnMonth.RowsANight + DrawnMonth.RowsALot) / 2m);
            least.ShouldBeInRange(DrawnMonth.RowsANight / 2m, DrawnMonth.RowsANight);
        }
    }
}
