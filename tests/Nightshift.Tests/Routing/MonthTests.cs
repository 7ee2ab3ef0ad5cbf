using System.Globalization;
using Nightshift.Model;
using Nightshift.Routing;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Routing;

/// <summary>A month of nightly jobs of 20,000 rows that are to be done within eight hours, with batches that are slow, expire or are lost.</summary>
public sealed class MonthTests(ITestOutputHelper output)
{
    private const int Nights = 30;
    private const int BatchesANight = 4;
    private const long RowsABatch = 5_000;

    [Fact]
    public void Every_deadline_is_kept_at_nearly_the_price_of_the_best_choice_in_hindsight()
    {
        var random = Seed.Random(output);
        var months = HowMany.Of(20, 1_000);
        var totals = Enum.GetValues<Strategy>().ToDictionary(strategy => strategy, _ => (Cost: 0m, Kept: 0, Longest: TimeSpan.Zero));
        var best = 0m;
        for (var month = 0; month < months; month++)
        {
            var nights = Enumerable.Range(0, Nights).Select(_ => Enumerable.Range(0, BatchesANight).Select(_ => SimulatedBatch.Draw(random, RowsABatch)).ToList()).ToList();
            best += nights.Sum(InHindsight);
            foreach (var strategy in totals.Keys.ToList())
                totals[strategy] = Add(totals[strategy], strategy, nights);
        }

        Print(totals, best, months);
        var deadline = totals[Strategy.Deadline];
        deadline.Kept.ShouldBe(months * Nights, "every one of them could be kept");
        deadline.Cost.ShouldBeLessThan(best * 1.05m);
        totals[Strategy.Cheapest].Kept.ShouldBeLessThan(months * Nights, "the batches were slow, expired or lost now and then");
    }

    private static (decimal Cost, int Kept, TimeSpan Longest) Add((decimal Cost, int Kept, TimeSpan Longest) total, Strategy strategy, List<List<SimulatedBatch>> nights)
    {
        var history = new List<Batch>();
        foreach (var (day, drawn) in nights.Index())
        {
            var begin = new DateTimeOffset(2026, 11, 1, 22, 0, 0, TimeSpan.Zero).AddDays(day);
            var night = new SimulatedNight(strategy, begin, drawn, Turnaround.Of(history, RowsABatch * BatchesANight, begin)).Run();
            history.AddRange(night.Ended);
            total = (total.Cost + night.Cost, total.Kept + (night.IsInTime ? 1 : 0), night.Took > total.Longest ? night.Took : total.Longest);
        }

        return total;
    }

    /// <summary>The least that the night could have cost in time, for somebody who knows what will become of each batch: what is done by the last moment at half the price, the rest live.</summary>
    private static decimal InHindsight(List<SimulatedBatch> drawn)
    {
        var cost = 0m;
        foreach (var batch in drawn)
        {
            var done = batch.Takes <= SimulatedNight.Deadline && batch.Done >= 1 ? batch.Rows : batch.DoneAt(SimulatedNight.Deadline);
            cost += done + (2 * (batch.Rows - done));
        }

        return cost;
    }

    private void Print(Dictionary<Strategy, (decimal Cost, int Kept, TimeSpan Longest)> totals, decimal best, int months)
    {
        output.WriteLine($"{months} months of {Nights} nights; a live row costs 2, a row in a batch 1; in hindsight the best is 100 %");
        output.WriteLine("strategy       cost   deadlines kept   longest");
        foreach (var (strategy, (cost, kept, longest)) in totals)
        {
            var share = 100 * cost / best;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{strategy.ToString().ToLowerInvariant(),-10} {share,7:0.0} % {100m * kept / (months * Nights),12:0.00} % {longest.TotalHours,9:0.0} h  {new string('█', (int)(share / 5))}"));
        }
    }
}
