namespace Nightshift.Engine.Estimating;

/// <summary>Pairs of what was reckoned and what was counted: how many times as much it was, and how sure that is. In decimals, as all that becomes money.</summary>
internal sealed class MeasuredRatio
{
    private decimal _reckoned;
    private decimal _counted;
    private decimal _squares;
    private decimal _products;
    private decimal _reckonedSquares;

    /// <summary>Pairs.</summary>
    public int Count { get; private set; }

    /// <summary>What was counted for each that was reckoned.</summary>
    public decimal Ratio => _counted / _reckoned;

    /// <summary>How far off a ratio may be, as a part of it: twice its standard error.</summary>
    public decimal Spread
    {
        get
        {
            var residual = _squares - (2 * Ratio * _products) + (Ratio * Ratio * _reckonedSquares);
            return 2 * SquareRoot.Of(residual) / _counted;
        }
    }

    /// <summary>What was counted for each, with its range; nothing when there was none.</summary>
    public Likely Each => Count == 0 || _counted == 0 ? Likely.None : Likely.Around(Ratio, Spread);

    /// <summary>Adds a pair.</summary>
    public void Add(decimal reckoned, decimal counted)
    {
        Count++;
        _reckoned += reckoned;
        _counted += counted;
        _squares += counted * counted;
        _products += reckoned * counted;
        _reckonedSquares += reckoned * reckoned;
    }
}
