using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

/// <summary>
/// What sealing changes in rows, gathered and then written in their order: hashes come in no order of the rows, and a table of rows that
/// is written all over is read and written many times.
/// </summary>
internal sealed class MatchedRows(Database database, Tally tally, JobId job)
{
    private const int Most = 500_000;

    private const string UpdateRow = "UPDATE rows SET state = ?2, mode = ?3, leader = ?4, followers = ?5 WHERE id = ?1 AND state = 0";
    private const string CopyAnswer = "INSERT INTO answers SELECT ?1, output, model, body, worth FROM answers WHERE id = ?2";

    private readonly List<MatchedRow> _rows = [];

    public void Add(MatchedRow row)
    {
        _rows.Add(row);
        if (_rows.Count == Most)
            Apply();
    }

    public void Apply()
    {
        _rows.Sort(static (one, other) => one.Row.CompareTo(other.Row));
        foreach (var row in _rows)
            Apply(row);
        _rows.Clear();
    }

    private void Apply(MatchedRow row)
    {
        using var update = database.Use(UpdateRow);
        update.Bind(1, row.Row).Bind(2, (long)row.State).Bind(3, (long)row.Mode).Bind(4, row.Leader).Bind(5, row.Followers).RunOne();
        tally.Move(job, RowState.Pending, row.State);
        if ((row.AnswerFrom ?? row.Spares) is { } answer)
            tally.Spare(job, row.Mode, 1, StoredUnits.ToDollars(database.Scalar("SELECT coalesce(worth, 0) FROM answers WHERE id = ?1", answer) ?? 0));
        if (row.AnswerFrom is not { } source)
            return;
        using var copy = database.Use(CopyAnswer);
        copy.Bind(1, row.Row).Bind(2, source).RunOne();
    }
}

/// <summary>A row that is not the only one with its request: how it begins.</summary>
internal readonly record struct MatchedRow(
    long Row, RowState State, AnswerMode Mode, long? Leader = null, long Followers = 0, long? AnswerFrom = null)
{
    /// <summary>The row whose answer its leader takes, when that is there already.</summary>
    public long? Spares { get; init; }
}
