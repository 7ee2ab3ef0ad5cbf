using System.Runtime.InteropServices;

namespace Nightshift.Analysis;

/// <summary>How often each of many keys came, up to a limit of keys; those beyond it are not counted, and it says that there were some.</summary>
internal sealed class BoundedCounts(int most = BoundedCounts.Most)
{
    /// <summary>Keys at the most: about 60 MB.</summary>
    public const int Most = 2_000_000;

    private readonly Dictionary<ulong, int> _counts = [];

    /// <summary>Whether there was a key that had no room.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Counts it: how often it has come by now; 0 when there was no room for it.</summary>
    public int Add(ulong key)
    {
        if (_counts.Count >= most && !_counts.ContainsKey(key))
        {
            IsFull = true;
            return 0;
        }

        return ++CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _);
    }
}
