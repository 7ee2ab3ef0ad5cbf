namespace Nightshift.Validation;

/// <summary>Faults in the order of their lines: of each kind the first hundred, and how many there are.</summary>
public sealed class FaultList
{
    /// <summary>Faults of a kind that are kept with their lines.</summary>
    public const int MostOfAKind = 100;

    private readonly SortedDictionary<FaultKind, long> _counts = [];
    private readonly List<FileFault> _faults = [];

    /// <summary>Those that are kept.</summary>
    public IReadOnlyList<FileFault> Shown => _faults;

    /// <summary>How many there are of each kind.</summary>
    public IReadOnlyDictionary<FaultKind, long> Counts => _counts;

    /// <summary>How many there are of all kinds.</summary>
    public long Total => _counts.Values.Sum();

    internal void Add(FaultKind kind, long line, string sentence)
    {
        if (Count(kind, 1) <= MostOfAKind)
            _faults.Add(new FileFault(kind, line, sentence));
    }

    /// <summary>Takes over another list's faults, which are about later lines: <paramref name="linesBefore"/> more than it knows.</summary>
    internal void Add(FaultList later, long linesBefore)
    {
        foreach (var fault in later._faults)
        {
            var isKept = _counts.GetValueOrDefault(fault.Kind) < MostOfAKind;
            Count(fault.Kind, 1);
            if (isKept)
                _faults.Add(fault.Line == 0 ? fault : fault with { Line = fault.Line + linesBefore });
        }

        foreach (var (kind, count) in later._counts)
            Count(kind, Math.Max(0, count - MostOfAKind));
    }

    internal void Sort() => _faults.Sort((a, b) => (a.Line, a.Kind).CompareTo((b.Line, b.Kind)));

    private long Count(FaultKind kind, long more) => _counts[kind] = _counts.GetValueOrDefault(kind) + more;
}
