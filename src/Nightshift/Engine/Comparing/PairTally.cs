namespace Nightshift.Engine.Comparing;

/// <summary>In how many rows each two of some models gave the same answer.</summary>
internal sealed class PairTally(int models)
{
    private readonly long[,] _same = new long[models, models];
    private long _rows;

    /// <summary>Adds a row. Models that have no answer agree with nobody.</summary>
    /// <param name="answers">In the form in which they are compared; null where a model has none.</param>
    public void Add(IReadOnlyList<string?> answers)
    {
        _rows++;
        for (var one = 0; one < models; one++)
        {
            for (var other = 0; other < models; other++)
                _same[one, other] += answers[one] is { } answer && answer == answers[other] ? 1 : 0;
        }
    }

    /// <summary>A row for each model, with its agreement with each.</summary>
    public IReadOnlyList<IReadOnlyList<Share>> Shares() =>
        [.. Enumerable.Range(0, models).Select(one => (IReadOnlyList<Share>)[.. Enumerable.Range(0, models).Select(other => new Share(_same[one, other], _rows))])];
}
