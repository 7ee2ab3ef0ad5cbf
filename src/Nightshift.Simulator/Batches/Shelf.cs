namespace Nightshift.Simulator.Batches;

/// <summary>Things by id, in the order in which they came.</summary>
internal sealed class Shelf<T>(Func<T, string> idOf)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, T> _byId = new(StringComparer.Ordinal);
    private readonly List<T> _all = [];

    public void Add(T thing)
    {
        lock (_lock)
        {
            _byId.Add(idOf(thing), thing);
            _all.Add(thing);
        }
    }

    public T? Find(string id)
    {
        lock (_lock)
            return _byId.GetValueOrDefault(id);
    }

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<T> All()
    {
        lock (_lock)
            return [.. _all];
    }
}
