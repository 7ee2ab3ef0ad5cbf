namespace Nightshift.Analysis;

/// <summary>
/// Which requests there have been: 16 bytes each in an open table, up to a limit. Beyond it those that are in are still known, and new ones are
/// not: what it finds is then too little and never too much.
/// </summary>
internal sealed class FingerprintSet(int most = FingerprintSet.Most)
{
    /// <summary>The different requests that are kept: with the table's empty places, 128 MB.</summary>
    public const int Most = 6_000_000;

    private UInt128[] _table = new UInt128[1024];

    public int Count { get; private set; }

    /// <summary>Whether there was one that had no room.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Whether it has been seen before; if not, it has now.</summary>
    public bool Contains(UInt128 print)
    {
        // An empty place is a zero.
        if (print == UInt128.Zero)
            print = UInt128.One;
        var place = PlaceOf(_table, print);
        if (_table[place] == print)
            return true;
        if (Count == most)
        {
            IsFull = true;
            return false;
        }

        _table[place] = print;
        if (++Count > _table.Length / 4 * 3)
            Grow();
        return false;
    }

    /// <summary>Where it is, or would be.</summary>
    private static int PlaceOf(UInt128[] table, UInt128 print)
    {
        var mask = table.Length - 1;
        var place = (int)(ulong)print & mask;
        while (table[place] != UInt128.Zero && table[place] != print)
            place = (place + 1) & mask;
        return place;
    }

    private void Grow()
    {
        var larger = new UInt128[_table.Length * 2];
        foreach (var print in _table)
        {
            if (print != UInt128.Zero)
                larger[PlaceOf(larger, print)] = print;
        }

        _table = larger;
    }
}
