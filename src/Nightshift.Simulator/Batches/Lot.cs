namespace Nightshift.Simulator.Batches;

/// <summary>Which rows are done first: an order that is spread over the input, the same each time, with an exact count at any share.</summary>
internal readonly struct Lot
{
    private static readonly long[] Primes = [7919, 104_729, 1_299_709];
    private readonly int _rows;
    private readonly long _step;

    public Lot(int rows)
    {
        _rows = rows;
        // A step without a common factor visits every row once.
        _step = Array.Find(Primes, prime => rows > 0 && rows % prime != 0);
    }

    /// <summary>Whether a row is among the first so many.</summary>
    public bool IsAmong(int row, int first) => first >= _rows || (row * _step) % _rows < first;
}
