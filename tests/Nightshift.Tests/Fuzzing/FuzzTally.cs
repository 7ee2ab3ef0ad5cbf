using System.Runtime.InteropServices;

namespace Nightshift.Tests.Fuzzing;

/// <summary>Counts what inputs came to, by class.</summary>
internal sealed class FuzzTally
{
    private readonly SortedDictionary<string, long> _sum = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public long Inputs { get; set; }

    public long Accepted { get; set; }

    public IReadOnlyDictionary<string, long> Classes => _sum;

    public void Met(string name) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, name, out _)++;

    /// <summary>Takes over what a thread has counted.</summary>
    public void Add(FuzzTally other)
    {
        Inputs += other.Inputs;
        Accepted += other.Accepted;
        foreach (var (name, count) in other._counts)
            _sum[name] = _sum.GetValueOrDefault(name) + count;
    }
}
