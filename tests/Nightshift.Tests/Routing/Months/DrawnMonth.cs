using Nightshift.Simulator.Faults;

namespace Nightshift.Tests.Routing.Months;

/// <summary>
/// What the simulated provider does with the batches of each night: the first batch that is made in a night meets the night's first fate, and so
/// on, whoever makes it. Every strategy meets the same.
/// </summary>
internal sealed class DrawnMonth
{
    public const int LotsANight = 4;
    public const int RowsALot = 150;
    public const int RowsANight = LotsANight * RowsALot;

    /// <summary>Calls a minute: all rows of a night take a little more than an hour.</summary>
    public const int Rpm = 9;

    public static readonly DateTimeOffset Begin = new(2026, 11, 1, 22, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Deadline = TimeSpan.FromHours(8);

    /// <summary>Batches that are made of what came back go well: a row that is unlucky three times has failed, and that is not what is looked at here.</summary>
    private const int Spares = 12;

    private DrawnMonth(IReadOnlyList<IReadOnlyList<BatchFate>> nights) => Nights = nights;

    /// <summary>The fates of each night, in the order in which batches are made.</summary>
    public IReadOnlyList<IReadOnlyList<BatchFate>> Nights { get; }

    /// <summary>Draws a month: of a hundred batches 82 are as usual, 10 slow, 4 expire, and 4 are lost in two ways; there is one of each at the least.</summary>
    public static DrawnMonth Draw(Random random, int nights)
    {
        var lots = nights * LotsANight;
        FateOfBatch[] deck = [.. Of(FateOfBatch.Slow, 0.1), .. Of(FateOfBatch.Expired, 0.04), .. Of(FateOfBatch.Stuck, 0.02), .. Of(FateOfBatch.Forgotten, 0.02)];
        deck = [.. deck, .. Enumerable.Repeat(FateOfBatch.Usual, lots - deck.Length)];
        random.Shuffle(deck);
        return new([.. deck.Chunk(LotsANight).Select(IReadOnlyList<BatchFate> (night) =>
            [.. night.Concat(Enumerable.Repeat(FateOfBatch.Usual, Spares)).Select(ends => BatchFate.Draw(ends, random))])]);

        IEnumerable<FateOfBatch> Of(FateOfBatch ends, double share) => Enumerable.Repeat(ends, Math.Max(1, (int)Math.Round(share * lots)));
    }

    /// <summary>The simulator's rules that bring it about.</summary>
    public IEnumerable<FaultRule> Rules() => Nights.SelectMany((fates, night) => fates.SelectMany((fate, index) => fate.Rules(new FaultRule
    {
        Fault = "", From = TimeSpan.FromDays(night), Until = TimeSpan.FromDays(night + 1), Nth = index + 1,
    })));

    /// <summary>
    /// The least that a night can cost in time, in live rows, for somebody who knows what will become of each of its four batches: rows that a batch
    /// has done by the last moment at half the price, however late that is for sending the others live, and those others live. Rows of a
    /// batch that the provider forgets can go into another, which goes well: half the price too.
    /// </summary>
    public decimal InHindsight(int night) => Nights[night].Take(LotsANight).Sum(fate =>
    {
        var done = fate.Ends == FateOfBatch.Forgotten ? RowsALot : (int)(RowsALot * fate.DoneAt(Deadline));
        return RowsALot - (done / 2m);
    });

    /// <summary>The same of all nights.</summary>
    public decimal InHindsight() => Enumerable.Range(0, Nights.Count).Sum(InHindsight);

    /// <summary>Nights in which some batch cannot be back in time, so that somebody who only waits for batches is late.</summary>
    public int NightsWithLateBatches => Nights.Count(night => night.Take(LotsANight).Any(fate => fate.Ends != FateOfBatch.Forgotten && fate.Takes > Deadline));

    /// <summary>How many batches there are of each fate, those of the spares aside.</summary>
    public string Words => string.Join(", ", Nights.SelectMany(night => night.Take(LotsANight)).CountBy(fate => fate.Ends).OrderBy(count => count.Key)
        .Select(count => $"{count.Value} {count.Key.ToString().ToLowerInvariant()}"));
}
