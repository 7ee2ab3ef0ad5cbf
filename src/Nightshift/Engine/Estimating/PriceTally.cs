using Nightshift.Pricing;

namespace Nightshift.Engine.Estimating;

/// <summary>Input tokens and rows by the rates that they will have: a request with much input can have others.</summary>
internal sealed class PriceTally(Price price)
{
    private readonly Dictionary<Rates, (long Input, long Rows)> _byRates = [];

    public Price Price => price;

    /// <summary>Adds a request.</summary>
    public void Add(long inputTokens)
    {
        var rates = price.RatesFor(inputTokens);
        var (input, rows) = _byRates.GetValueOrDefault(rates);
        _byRates[rates] = (input + inputTokens, rows + 1);
    }

    /// <summary>What they cost in US dollars.</summary>
    /// <param name="inputFactor">Tokens for each that was reckoned.</param>
    /// <param name="outputTokens">Of one answer.</param>
    public Likely Cost(Likely inputFactor, Likely outputTokens)
    {
        const decimal Million = 1_000_000m;
        var cost = Likely.None;
        foreach (var (rates, (input, rows)) in _byRates)
            cost += inputFactor.Times(input * rates.Input / Million) + outputTokens.Times(rows * rates.Output / Million);
        return cost;
    }
}
