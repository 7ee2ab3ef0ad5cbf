using Nightshift.Model;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Routing.Months;

/// <summary>A month of nightly jobs through the whole engine: its store learns night by night how long batches take, and some are slow, expire or are lost.</summary>
public sealed class EngineMonthTests(ITestOutputHelper output)
{
    private const decimal Dear = 1.05m;

    /// <summary>Beside the one in which all strategies are compared: of chance there must be more.</summary>
    private static readonly int OtherMonths = HowMany.Of(0, 9);

    [Fact]
    public async Task Every_deadline_that_can_be_kept_is_kept_at_nearly_the_price_of_the_best_choice_in_hindsight()
    {
        var seed = Seed.Number(output);
        var random = new Random(seed);
        var drawn = DrawnMonth.Draw(random, HowMany.Of(7, 30));
        var months = await Task.WhenAll(Enum.GetValues<Strategy>().Select(strategy => EngineMonth.RunAsync(strategy, drawn)));
        var by = months.ToDictionary(month => month.Strategy);
        // All rows are of one length: each costs the same live, and half of that in a batch.
        var (live, rows) = (by[Strategy.Fastest], DrawnMonth.RowsANight * drawn.Nights.Count);
        var rowUsd = live.BilledUsd / rows;
        var bestUsd = drawn.InHindsight() * rowUsd;
        var others = new List<string>();
        for (var other = 0; other < OtherMonths; other++)
            others.Add(await CheckOtherAsync(DrawnMonth.Draw(random, drawn.Nights.Count), rowUsd));
        Print(seed, drawn, months, bestUsd, others);

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

    /// <summary>A month of the one strategy that must be right in all of them; what it cost, in percent of the best.</summary>
    private async Task<string> CheckOtherAsync(DrawnMonth drawn, decimal rowUsd)
    {
        var month = await EngineMonth.RunAsync(Strategy.Deadline, drawn);
        PrintBad(drawn, month, rowUsd);
        (month.Lost, month.PaidTwice, month.Unsound.Count, month.Kept).ShouldBe((0, 0, 0, drawn.Nights.Count));
        month.ReportedUsd.ShouldBe(month.BilledUsd);
        month.BilledUsd.ShouldBeLessThanOrEqualTo(drawn.InHindsight() * rowUsd * Dear);
        return $"{MonthTable.Share(month, drawn.InHindsight() * rowUsd):0.0}";
    }

    /// <summary>What happened in nights that were late or dear.</summary>
    private void PrintBad(DrawnMonth drawn, MonthFigures month, decimal rowUsd)
    {
        foreach (var night in month.Nights.Where(night => !night.IsInTime || night.CostUsd > rowUsd * drawn.InHindsight(night.Night) * Dear))
            output.WriteLine($"night {night.Night}, done after {night.Took}, {night.CostUsd / (rowUsd * drawn.InHindsight(night.Night)):0.000} of the best: {night.Story}");
    }

    private void Print(int seed, DrawnMonth drawn, MonthFigures[] months, decimal bestUsd, List<string> others)
    {
        foreach (var month in months)
            output.WriteLine($"{month.Name}: {month.Effort}; its batches: {string.Join(", ", month.Met.OrderBy(met => met.Key).Select(met => $"{met.Value} {met.Key.ToString().ToLowerInvariant()}"))}");
        var deadline = months.Single(month => month.Strategy == Strategy.Deadline);
        PrintBad(drawn, deadline, bestUsd / drawn.InHindsight());
        string[] facts =
        [
            $"{drawn.Nights.Count} nights (seed {seed}), each a job of {DrawnMonth.RowsANight} rows at 22:00 that is to be done within {DrawnMonth.Deadline.TotalHours:0} h; {DrawnMonth.Rpm} live calls a minute, "
                + $"{DrawnMonth.RowsALot} rows a batch at the most; real engine and store, simulated provider, virtual time",
            $"the first {DrawnMonth.LotsANight} batches of a night: {drawn.Words} over the month; live calls alone could keep all deadlines",
            others.Count == 0 ? "all strategies meet the same batches" : $"{others.Count} more months of `deadline`: all deadlines kept, at {string.Join(", ", others)} % of the best in hindsight",
        ];
        var file = MonthReport.Write(months, bestUsd, facts);
        string[] lines =
        [
            .. MonthTable.Lines(months, bestUsd), .. facts,
            $"deadline: {MonthTable.Share(deadline, bestUsd):0.0} % of the best in hindsight, {deadline.Kept} of {deadline.Nights.Count} deadlines kept" + (file is null ? "" : $"; table and chart: {file}"),
        ];
        foreach (var line in lines)
            output.WriteLine(line);
    }
}
