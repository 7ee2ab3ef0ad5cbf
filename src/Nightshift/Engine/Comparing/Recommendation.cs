namespace Nightshift.Engine.Comparing;

/// <summary>Which model to take for all rows. A closed family.</summary>
public abstract record Recommendation
{
    private Recommendation()
    {
    }

    /// <summary>The cheapest of those that are near enough to the best.</summary>
    /// <param name="Winner">That one.</param>
    /// <param name="Best">The one with the highest agreement, priced or not; the winner itself when it is.</param>
    public sealed record Take(ModelMeasure Winner, ModelMeasure Best) : Recommendation
    {
        /// <summary>The best of those that cost less than the winner and are not near enough; null when none costs less.</summary>
        public ModelMeasure? Cheaper { get; init; }

        /// <summary>Whether the rows are too few to tell the winner from the one that it is held against, <see cref="Best"/> or <see cref="Cheaper"/>.</summary>
        public bool IsTooClose { get; init; }

        /// <summary>Those that are near enough and have no price, beside the best.</summary>
        public IReadOnlyList<ModelMeasure> Unpriced { get; init; } = [];
    }

    /// <summary>None that is near enough has a price.</summary>
    /// <param name="Best">The one with the highest agreement.</param>
    public sealed record NoPrice(ModelMeasure Best) : Recommendation;

    /// <summary>Two models that differ in too many rows, and nothing that tells which one is right.</summary>
    /// <param name="Agreement">In how many they agree.</param>
    public sealed record Undecided(Share Agreement) : Recommendation;

    /// <summary>No row can be judged.</summary>
    public sealed record NothingToJudge : Recommendation;

    /// <summary>No model agrees in any row: whatever is wrong, it is not to be bought.</summary>
    public sealed record NoneAgrees : Recommendation;

    /// <summary>
    /// Recommends. The best has the highest agreement; near enough are those within the margin of it; of these, the cheapest in live calls,
    /// and of equally cheap ones that with the higher agreement, then the faster one, then the one that was given first.
    /// </summary>
    /// <param name="comparison">What was measured.</param>
    /// <param name="margin">Percentage points.</param>
    public static Recommendation Of(Comparison comparison, decimal margin)
    {
        var models = comparison.Models;
        if (comparison.Judged == 0 || models.All(model => model.Answered == 0) || (comparison.Basis == AgreementBasis.EachOther && models.Count < 2))
            return new NothingToJudge();
        if (comparison.Basis == AgreementBasis.EachOther && 100 - models[0].Agreement.Percent > margin)
            return new Undecided(models[0].Agreement);

        var most = models.Max(model => model.Agreement.Percent);
        if (most == 0 && comparison.Basis != AgreementBasis.EachOther)
            return new NoneAgrees();
        var near = models.Where(model => model.Agreement.Percent >= most - margin).ToList();
        var priced = near.Where(model => model.CostUsd is not null)
            .OrderBy(model => model.CostUsd!.Value.Middle).ThenByDescending(model => model.Agreement.Percent).ThenBy(model => model.Speed?.Median ?? TimeSpan.MaxValue).ToList();
        // Of two that agree with each other, the one that is not taken is what the other is held against.
        var isPair = comparison.Basis == AgreementBasis.EachOther;
        if (priced.Count == 0)
            return new NoPrice(near.MaxBy(model => model.Agreement.Percent)!);
        var winner = priced[0];
        var best = isPair ? models.First(model => model != winner) : winner.Agreement.Percent == most ? winner : near.First(model => model.Agreement.Percent == most);
        var cheaper = models.Except(near).Where(model => model.CostUsd?.Middle < winner.CostUsd!.Value.Middle).MaxBy(model => model.Agreement.Percent);
        return new Take(winner, best)
        {
            Cheaper = cheaper,
            IsTooClose = !isPair && (best == winner ? cheaper : best) is { } rival && winner.Agreement.MayBe(rival.Agreement),
            Unpriced = [.. near.Where(model => model.CostUsd is null && model != best)],
        };
    }
}
