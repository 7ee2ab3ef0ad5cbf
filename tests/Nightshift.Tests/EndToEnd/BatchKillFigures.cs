using Nightshift.Model;

namespace Nightshift.Tests.EndToEnd;

/// <summary>What kills of jobs with batches came to. That nothing was lost, left or paid twice has been checked for each job that is finished.</summary>
internal sealed class BatchKillFigures
{
    private readonly SortedDictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly SortedDictionary<BatchState, int> _states = [];
    private int _withoutBatch;
    private int _jobs;
    private int _rows;
    private int _batches;

    public int Kills => _places.Values.Sum();

    /// <summary>Books a kill: where it came, and how far the job's batches were.</summary>
    public void Killed(string place, IEnumerable<BatchState> states)
    {
        _places[place] = _places.GetValueOrDefault(place) + 1;
        var hit = states.ToHashSet();
        _withoutBatch += hit.Count == 0 ? 1 : 0;
        foreach (var state in hit)
            _states[state] = _states.GetValueOrDefault(state) + 1;
    }

    public void Finished(int rows, int batches) => (_jobs, _rows, _batches) = (_jobs + 1, _rows + rows, _batches + batches);

    public override string ToString() =>
        $"{Kills} kills of {_jobs} jobs, {_rows} rows in {_batches} batches: duplicates 0, lost 0, orphans 0. Places: {Join(_places)}. "
        + $"States at the kills: {Join(_states)}, no batch {_withoutBatch}";

    private static string Join<TKey>(SortedDictionary<TKey, int> counts)
        where TKey : notnull => string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"));
}
