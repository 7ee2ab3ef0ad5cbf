using Nightshift.Model;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Routing.Months;

/// <summary>A month of nightly jobs through the whole engine: its store learns night by night how long batches take, and some are slow, expire or are lost.</summary>
public sealed class EngineMonthTests(ITestOutputHelper output)
{
    private const decimal Dear = 1.05m;

    [Fact]
    public async Task Every_deadline_that_can_be_kept_is_kept_at_nearly_the_price_of_the_best_choice_in_hindsight()
    {
        var drawn = DrawnMonth.Draw(Seed.Random(output), HowMany.Of(7, 30));
        var months = await Task.WhenAll(Enum.GetValues<Strategy>().Select(strategy => EngineMonth.RunAsync(strategy, drawn)));
        var by = months.ToDictionary(month => month.Strategy);
        // All rows are of one length: each costs the same live, and half of that in a batch.
        var (live, rows) = (by[Strategy.Fastest], DrawnMonth.RowsANight * drawn.Nights.Count);
        var bestUsd = Enumerable.Range(0, drawn.Nights.Count).Sum(drawn.InHindsight) * live.BilledUsd / rows;
        Print(drawn, months, bestUsd);

        months.ShouldAllBe(month => month.Lost == 0 && month.PaidTwice == 0 && month.Unsound.Count == 0);
        months.ShouldAllBe(month => month.ReportedUsd == month.BilledUsd, "`nightshift report` says what the provider bills");
        months.ShouldAllBe(month => month.LiveRows + month.BatchRows == rows);
        foreach (var fate in Enum.GetValues<FateOfBatch>())
            new[] { Strategy.Deadline, Strategy.Cheapest }.ShouldAllBe(strategy => by[strategy].Met.GetValueOrDefault(fate) > 0, $"{fate} has struck");

        // Live calls alone take little more than an hour: every deadline can be kept.
        live.Kept.ShouldBe(drawn.Nights.Count);
        by[Strategy.Deadline].Kept.ShouldBe(drawn.Nights.Count);
        by[Strategy.Deadline].BilledUsd.ShouldBeLessThanOrEqualTo(bestUsd * Dear);

        live.BilledUsd.ShouldBeGreaterThan(bestUsd * Dear);
        by[Strategy.Hybrid].BilledUsd.ShouldBeGreaterThan(bestUsd * Dear);
        by[Strategy.Cheapest].Kept.ShouldBeLessThanOrEqualTo(drawn.Nights.Count - drawn.NightsWithLateBatches);
        by[Strategy.Cheapest].BilledUsd.ShouldBe(live.BilledUsd / 2, "what comes back undone is paid for once, when it is done");
    }

    private void Print(DrawnMonth drawn, MonthFigures[] months, decimal bestUsd)
    {
        foreach (var month in months)
            output.WriteLine($"{month.Name}: {month.Effort}; its batches: {string.Join(", ", month.Met.OrderBy(met => met.Key).Select(met => $"{met.Value} {met.Key.ToString().ToLowerInvariant()}"))}");
        var usd = months[0].BilledUsd / months[0].LiveRows;
        foreach (var night in months.Single(month => month.Strategy == Strategy.Deadline).Nights.Where(night => !night.IsInTime || night.CostUsd > usd * drawn.InHindsight(night.Night) * Dear))
            output.WriteLine($"night {night.Night}, done after {night.Took}, {night.CostUsd / (usd * drawn.InHindsight(night.Night)):0.000} of the best: {night.Story}");

        string[] facts =
        [
            $"{drawn.Nights.Count} nights, each a job of {DrawnMonth.RowsANight} rows at 22:00 that is to be done within {DrawnMonth.Deadline.TotalHours:0} h; {DrawnMonth.Rpm} live calls a minute, "
                + $"{DrawnMonth.RowsALot} rows a batch at the most; real engine, store and simulated provider, in virtual time",
            $"the first {DrawnMonth.LotsANight} batches of a night: {drawn.Words} over the month",
            $"best in hindsight: {bestUsd:0.0000} dollars; live alone could keep all deadlines",
        ];
        var file = MonthReport.Write(months, bestUsd, facts);
        var deadline = months.Single(month => month.Strategy == Strategy.Deadline);
        string[] lines =
        [
            .. MonthTable.Lines(months, bestUsd), .. facts,
            $"deadline: {MonthTable.Share(deadline, bestUsd):0.0} % of the best in hindsight, {deadline.Kept} of {deadline.Nights.Count} deadlines kept" + (file is null ? "" : $"; table and chart: {file}"),
        ];
        foreach (var line in lines)
            output.WriteLine(line);
    }
}
