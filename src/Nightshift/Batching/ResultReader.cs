using System.Text;
using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>
/// Reads a batch's results line by line and finds each line's row. What belongs to no row that waits here (malformed, foreign, unknown, a
/// second time) is set aside as an anomaly. A row is found by its custom_id with our submission, never by its place.
/// </summary>
internal sealed class ResultReader
{
    /// <summary>The longest line that is read; what is longer is malformed.</summary>
    public const int LongestLine = 64 * 1024 * 1024;

    private const int MostOfDetail = 500;

    private readonly Batch _batch;
    private readonly BatchProtocol _protocol;
    private readonly IReadOnlyList<BatchRow> _rows;
    private readonly Dictionary<long, int> _places;
    private readonly bool[] _seen;

    /// <summary>A reader of one batch's results, for all of its files.</summary>
    /// <param name="batch">Whose results.</param>
    /// <param name="protocol">How its lines are read.</param>
    /// <param name="rows">The rows that are in it.</param>
    public ResultReader(Batch batch, BatchProtocol protocol, IReadOnlyList<BatchRow> rows)
    {
        (_batch, _protocol, _rows) = (batch, protocol, rows);
        _places = new Dictionary<long, int>(rows.Count);
        for (var place = 0; place < rows.Count; place++)
            _places.Add(rows[place].Lease.Row.Index, place);
        _seen = new bool[rows.Count];
    }

    /// <summary>What could not be given to a row, since this was last emptied.</summary>
    public List<Anomaly> Anomalies { get; } = [];

    /// <summary>Whether the first line that tells whose it is tells that it is not ours; null while none has told.</summary>
    public bool? IsForeign { get; private set; }

    /// <summary>The rows that wait and had no line.</summary>
    public IEnumerable<BatchRow> Missing => _rows.Where((row, place) => row.IsOpen && !_seen[place]);

    /// <summary>The lines of one file that belong to rows that wait, each row once, in the order of the rows where they can be told.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">What it is: <c>output</c>, <c>error</c>.</param>
    public IEnumerable<(BatchRow Row, BatchLine Line)> Read(string path, string source)
    {
        using var file = ResultIndex.Open(path, _batch.Submission);
        foreach (var line in file.Lines)
        {
            if (line.IsOverlong)
                Note(source, line.Number, "malformed", $"a line of more than {LongestLine / (1024 * 1024)} MB");
            else if (Find(source, line.Number, file.Read(line)) is { } found)
                yield return found;
        }
    }

    private (BatchRow Row, BatchLine Line)? Find(string source, long number, byte[] bytes)
    {
        var line = _protocol.ReadLine(bytes);
        var id = line switch
        {
            BatchLine.Answered answered => answered.CustomId,
            BatchLine.NotDone notDone => notDone.CustomId,
            _ => null,
        };
        if (id is null)
            return Note(source, number, "malformed", $"{(line as BatchLine.Malformed)?.Why}: {Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, MostOfDetail)))}");
        IsForeign ??= !CustomId.IsOf(_batch.Submission, id);
        if (!CustomId.IsOf(_batch.Submission, id))
            return Note(source, number, "foreign", id);
        if (!CustomId.TryIndex(id, out var index) || !_places.TryGetValue(index, out var place))
            return Note(source, number, "unknown", id);
        if (_seen[place])
            return Note(source, number, "duplicate", id);
        _seen[place] = true;
        return _rows[place].IsOpen || (_rows[place].HasLeft && line is BatchLine.Answered) ? (_rows[place], line) : null;
    }

    private (BatchRow, BatchLine)? Note(string source, long number, string kind, string detail)
    {
        Anomalies.Add(new Anomaly(_batch.Id, source, number, kind, detail.Length > MostOfDetail ? detail[..MostOfDetail] : detail));
        return null;
    }
}
