using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

public sealed partial class InMemoryStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DuplicateId>> AppendRowsAsync(
        JobId job, IReadOnlyList<NewRow> rows, long recordsRead, bool useCache, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var into = GetInIntake(job);
            Faults.CheckSequence(rows, into.Rows.Count);
            var duplicates = FindDuplicates(into, rows);
            if (duplicates.Count > 0)
                return new(duplicates);

            foreach (var row in rows)
                into.Add(Store(into, row, useCache));
            into.Facts = into.Facts with { RecordsRead = recordsRead };
            return new([]);
        }
    }

    /// <inheritdoc/>
    public ValueTask SealAsync(JobId job, IReadOnlyList<string> columns, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var sealing = GetInIntake(job);
            sealing.Facts = sealing.Facts with { State = JobState.Running, Reason = null, Columns = [.. columns] };
            sealing.EndWhenDone(Now);
            return default;
        }
    }

    private StoredJob GetInIntake(JobId id)
        => Get(id) is { Facts.State: JobState.Intake } job ? job : throw Faults.NotInIntake(id, Get(id).Facts.State);

    private static List<DuplicateId> FindDuplicates(StoredJob job, IReadOnlyList<NewRow> rows)
    {
        var lines = new Dictionary<string, long>();
        var duplicates = new List<DuplicateId>();
        foreach (var row in rows)
        {
            if (row.UserId is not { } userId)
                continue;
            if (job.ByUserId.TryGetValue(userId, out var stored))
                duplicates.Add(new(userId, stored.Source.Line, row.Line));
            else if (!lines.TryAdd(userId, row.Line))
                duplicates.Add(new(userId, lines[userId], row.Line));
        }

        return duplicates;
    }

    private StoredRow Store(StoredJob job, NewRow row, bool useCache)
    {
        var id = new RowId(job.Facts.Id, row.Index);
        if (row.Fault is { } fault)
            return new(id, row) { State = RowState.Failed, ErrorCode = Faults.BadRecord, Error = fault };
        if (row.Hash is not { } hash)
            return new(id, row);
        if (job.ByHash.TryGetValue(hash, out var leader))
            return new(id, row) { Leader = leader, State = AsFollowerOf(leader), Answer = leader.Answer, Mode = AnswerMode.Duplicate };
        return useCache && FindAnswer(hash) is { } answer
            ? new(id, row) { State = RowState.Succeeded, Answer = answer, Mode = AnswerMode.Cache }
            : new(id, row);
    }

    private static RowState AsFollowerOf(StoredRow leader) => leader.State.IsTerminal() ? leader.State : RowState.Pending;

    private Answer? FindAnswer(RequestHash hash) => _jobs.Values.Reverse()
        .Select(job => job.ByHash.GetValueOrDefault(hash))
        .FirstOrDefault(row => row?.State == RowState.Succeeded)?.Answer;
}
