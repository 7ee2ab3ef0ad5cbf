using Nightshift.Engine;
using Nightshift.Intake;
using Nightshift.Intake.Filtering;
using Nightshift.Model;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Providers;

namespace Nightshift.Planning;

/// <summary>From a record to a row: filtered, identified, its request rendered once to be checked and hashed.</summary>
internal sealed class RowPlanner(JobSpec spec, Connection connection)
{
    private readonly IRequestRenderer _renderer = RequestRenderers.For(spec.Task with { Model = $"{connection.Model}" }, connection, spec.IsBatchFile);
    private readonly RowFilter? _filter = spec.Where is { } where ? RowFilter.Parse(where) : null;
    private bool _areColumnsChecked;
    private long _candidates;

    /// <summary>Rows planned so far, bad ones included.</summary>
    public long Planned { get; private set; }

    /// <summary>The request of the row that was planned last; empty when it is a bad one.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Whether a job with this many rows has all that the limit allows.</summary>
    public bool IsFull(long rows) => rows >= spec.Limit;

    /// <summary>The row that a record makes; null when the filter leaves it out.</summary>
    /// <exception cref="TaskException">The task uses a column that the input does not have.</exception>
    /// <exception cref="InputException">The filter or the id column does.</exception>
    public NewRow? Plan(InputRecord record, RecordReader reader, long index)
    {
        if (record.Fault is { } unreadable)
            return IsChosen() ? Bad(record, index, unreadable) : null;
        if (!RecordView.TryParse(record.Json, out var view, out var malformed))
            return IsChosen() ? Bad(record, index, malformed) : null;
        using (view)
        {
            CheckColumns(reader);
            if (_filter is not null && !_filter.Matches(view))
                return null;
            if (!IsChosen())
                return null;
            return _renderer.Render(view) switch
            {
                RenderedRequest.Faulty faulty => Bad(record, index, faulty.Sentence),
                RenderedRequest.Ready ready => Good(record, view, index, ready.Body),
                _ => throw new InvalidOperationException("a rendering that is neither done nor faulty"),
            };
        }
    }

    /// <summary>Passes over a record that was taken in before: what comes after it is chosen by its place.</summary>
    public void Pass(InputRecord record, RecordReader reader)
    {
        if (spec.Sample is not null)
            Plan(record, reader, 0);
    }

    private bool IsChosen() => spec.Sample is not { } sample || sample.Takes(_candidates++);

    private NewRow Good(InputRecord record, RecordView view, long index, ReadOnlyMemory<byte> body)
    {
        Planned++;
        Body = body;
        // Without dedupe each row is a sample of its own: it takes no other row's answer, and gives none.
        RequestHash? hash = spec.Dedupe ? RequestHasher.Hash(spec.Destination, body.Span) : null;
        return new NewRow(index, record.Line, IdOf(view), record.Json, hash);
    }

    private NewRow Bad(InputRecord record, long index, string fault)
    {
        Planned++;
        Body = default;
        return new NewRow(index, record.Line, null, record.Json, null, fault);
    }

    private string? IdOf(RecordView view) => IdColumn is { } column && view.TryGetText(column, out var id) ? id : null;

    private string? IdColumn => spec.IsBatchFile ? "custom_id" : spec.IdColumn;

    /// <summary>Once, at the first good record: what the task, the filter and the id need must be there before anything is sent.</summary>
    private void CheckColumns(RecordReader reader)
    {
        if (_areColumnsChecked)
            return;
        _areColumnsChecked = true;
        if (spec.IsBatchFile)
            return;
        _renderer.Check(reader.Columns);
        _filter?.Check(reader.Columns);
        if (spec.IdColumn is { } id && !reader.Columns.Contains(id, StringComparer.Ordinal))
            throw new InputException($"there is no column '{id}' for --id{NearestName.Hint(id, reader.Columns)} (there are: {string.Join(", ", reader.Columns)})");
    }
}
