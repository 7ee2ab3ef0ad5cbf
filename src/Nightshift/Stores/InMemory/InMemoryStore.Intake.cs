using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

public sealed partial class InMemoryStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DuplicateId>> AppendRowsAsync(
        JobId job, IReadOnlyList<NewRow> rows, long recordsRead, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var into = GetInIntake(job);
            Faults.CheckSequence(rows, into.Rows.Count);
            var duplicates = FindDuplicates(into, rows);
            if (duplicates.Count > 0)
                return new(duplicates);

            foreach (var row in rows)
                into.Add(Begin(new RowId(job, row.Index), row));
            into.Facts = into.Facts with { RecordsRead = recordsRead };
            return new([]);
        }
    }

    /// <inheritdoc/>
    public ValueTask SealAsync(JobId job, IReadOnlyList<string> columns, bool useCache, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var sealing = GetInIntake(job);
            foreach (var row in sealing.Rows)
                Match(sealing, row, useCache);
            sealing.Facts = sealing.Facts with { State = JobState.Running, Reason = null, Columns = [.. columns] };
            sealing.EndWhenDone(Now);
            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<bool>> AreAnsweredAsync(IReadOnlyList<RequestHash> hashes, CancellationToken cancellation = default)
    {
        lock (_gate)
            return new([.. hashes.Select(hash => FindAnswer(hash) is not null)]);
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

    private static StoredRow Begin(RowId id, NewRow row) => row.Fault is { } fault
        ? new(id, row) { State = RowState.Failed, ErrorCode = Faults.BadRecord, Error = fault }
        : new(id, row);

    private void Match(StoredJob job, StoredRow row, bool useCache)
    {
        if (row.Source is not { Hash: { } hash, Fault: null })
            return;
        if (!job.ByHash.TryAdd(hash, row))
            Follow(job, row, job.ByHash[hash]);
        else if (useCache && FindAnswer(hash) is { } answered)
            TakeAnswer(job, row, answered, AnswerMode.Cache);
    }

    private void Follow(StoredJob job, StoredRow row, StoredRow leader)
    {
        (row.Leader, row.Mode) = (leader, AnswerMode.Duplicate);
        leader.Followers.Add(row);
        if (leader.Answer is not null)
            TakeAnswer(job, row, leader, AnswerMode.Duplicate);
    }

    private void TakeAnswer(StoredJob job, StoredRow row, StoredRow from, AnswerMode mode)
    {
        (row.Answer, row.WorthUsd, row.Mode) = (from.Answer, from.WorthUsd, mode);
        Spare(row, mode, from.WorthUsd);
        job.Move(row, RowState.Succeeded);
    }

    private StoredRow? FindAnswer(RequestHash hash) => _jobs.Values.Reverse()
        .Select(job => job.ByHash.GetValueOrDefault(hash))
        .FirstOrDefault(row => row?.State == RowState.Succeeded);
}
