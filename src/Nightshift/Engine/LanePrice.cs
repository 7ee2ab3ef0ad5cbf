using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Providers;

namespace Nightshift.Engine;

/// <summary>What tells cheap accounts from dear ones: dollars for a million requests of three input tokens and one output token, by mode; null for unknown.</summary>
internal readonly record struct LanePrice(decimal? Live, decimal? Batch)
{
    private static readonly Usage Usual = new(3, 1);

    public static LanePrice Of(Connection connection, PriceBook prices) => new(Of(connection, prices, AnswerMode.Live), Of(connection, prices, AnswerMode.Batch));

    /// <summary>The order of prices, unknown ones last.</summary>
    public static decimal Order(decimal? price) => price ?? decimal.MaxValue;

    private static decimal? Of(Connection connection, PriceBook prices, AnswerMode mode)
    {
        var listing = connection.Provider.ListingOf(mode);
        return prices.Find(listing.Provider, connection.Model.Model, listing.Mode)?.Rates.Cost(Usual) * 1_000_000;
    }
}
