using Nightshift.Model;
using Nightshift.Providers;

namespace Nightshift.Engine;

/// <summary>What tells cheap accounts from dear ones: dollars for a million requests of three input tokens and one output token, by mode; null for unknown.</summary>
internal readonly record struct LanePrice(decimal? Live, decimal? Batch)
{
    private static readonly Usage Usual = new(3_000_000, 1_000_000);

    public static LanePrice Of(ModelPrices prices) => new(prices.Of(AnswerMode.Live)?.Rates.Cost(Usual), prices.Of(AnswerMode.Batch)?.Rates.Cost(Usual));

    /// <summary>The order of prices, unknown ones last.</summary>
    public static decimal Order(decimal? price) => price ?? decimal.MaxValue;
}
