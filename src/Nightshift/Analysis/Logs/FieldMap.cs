namespace Nightshift.Analysis.Logs;

/// <summary>
/// Which of a log's values mean what, by their paths (<c>usage.input</c>). Known paths alone are read; everything else is passed over.
/// </summary>
internal sealed class FieldMap
{
    /// <summary>At the end of a path: every text below it that has no meaning of its own.</summary>
    private const string Any = ".*";

    /// <summary>Longer paths are none of ours.</summary>
    public const int LongestPath = 128;

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public FieldMap(params (string Path, LogField Field)[] fields)
    {
        _lookup = _entries.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var (path, field) in fields)
            Add(path, field);
    }

    /// <summary>What a path means.</summary>
    public Entry Find(ReadOnlySpan<char> path) => _lookup.TryGetValue(path, out var entry) ? entry : default;

    /// <summary>The same with another value to separate workloads by, and no other.</summary>
    public FieldMap WithWorkload(string path)
    {
        var map = new FieldMap();
        foreach (var (known, entry) in _entries)
            map._entries[known] = entry with { Field = entry.Field is LogField.Workload or LogField.WorkloadOr or LogField.WorkloadElse or LogField.WorkloadLast ? LogField.None : entry.Field };
        map.Add(path, LogField.Workload);
        return map;
    }

    /// <summary>Whether something has this meaning.</summary>
    public bool Has(LogField field) => _entries.Values.Any(entry => entry.Field == field);

    private void Add(string path, LogField field)
    {
        var isAny = path.EndsWith(Any, StringComparison.Ordinal);
        var name = isAny ? path[..^Any.Length] : path;
        var entry = _entries.GetValueOrDefault(name);
        _entries[name] = isAny ? entry with { IsParent = true, Below = field } : entry with { Field = field };
        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
            _entries[name[..dot]] = _entries.GetValueOrDefault(name[..dot]) with { IsParent = true };
    }

    /// <summary>A path's meaning.</summary>
    /// <param name="Field">Of the value itself.</param>
    /// <param name="IsParent">Whether something below it has a meaning.</param>
    /// <param name="Below">Of all texts below it that have none of their own.</param>
    internal readonly record struct Entry(LogField Field, bool IsParent, LogField Below);
}
