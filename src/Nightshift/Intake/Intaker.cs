using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Stores;

namespace Nightshift.Intake;

/// <summary>
/// Takes an input into the store, chunk by chunk; each chunk is committed together with how far the input has been read, so that a crash
/// goes on there. While one chunk is on its way to the disk the next is read and planned.
/// </summary>
internal sealed class Intaker(IStore store, Job job, InputSource input, RowPlanner planner, int chunkRows, IProgress<RunEvent>? progress)
{
    private const long ChunkBytes = 8 * 1024 * 1024;
    private const int DuplicatesShown = 10;
    private const int RecordsBetweenLooks = 1024;
    private static readonly Task<IReadOnlyList<DuplicateId>> NoDuplicates = Task.FromResult<IReadOnlyList<DuplicateId>>([]);

    private readonly List<NewRow> _chunk = new(chunkRows);
    private Task<IReadOnlyList<DuplicateId>> _storing = NoDuplicates;
    private long _chunkBytes;
    private long _bad;
    private string? _firstFault;

    /// <summary>Reads to the end. The job that comes back is ready to be sent.</summary>
    /// <exception cref="InputException">The input is refused: it has no usable row, duplicate ids, or (when strict) a bad record. The job is gone.</exception>
    public async Task<Job> RunAsync(bool isStrict, bool useCache, CancellationToken stop)
    {
        using var reader = InputFile.Open(input);
        try
        {
            var read = await ReadAsync(reader, isStrict, stop);
            RefuseEmpty(read);
        }
        catch (Exception e) when (e is InputException or TaskException)
        {
            // Nothing was sent: a refused input leaves nothing behind, and its command starts afresh.
            await store.RemoveJobAsync(job.Id, CancellationToken.None);
            throw;
        }

        await store.SealAsync(job.Id, reader.Columns, useCache, stop);
        var taken = await store.FindJobAsync(job.Id, stop) ?? throw new InvalidOperationException($"job {job.Id} was removed while it was taken in");
        progress?.Report(new RunEvent.TakenIn(taken));
        return taken;
    }

    private async Task<long> ReadAsync(RecordReader reader, bool isStrict, CancellationToken stop)
    {
        var read = 0L;
        var index = job.Counts.Total;
        // What was read before a crash is read again, for the columns' sake, and not taken again.
        while ((read < job.RecordsRead || !planner.IsFull(index)) && reader.TryRead(out var record))
        {
            if (++read % RecordsBetweenLooks == 0)
            {
                progress?.Report(new RunEvent.TakingIn(read));
                stop.ThrowIfCancellationRequested();
            }

            if (read <= job.RecordsRead)
            {
                planner.Pass(record, reader);
                continue;
            }

            if (planner.Plan(record, reader, index) is { } row)
            {
                See(row, isStrict);
                _chunk.Add(row);
                _chunkBytes += row.Record.Length;
                index++;
            }

            if (_chunk.Count >= chunkRows || _chunkBytes >= ChunkBytes)
                await StoreAsync(read);
        }

        await StoreAsync(read);
        RefuseDuplicates(await _storing);
        return read;
    }

    /// <summary>Waits for the chunk before, then sends this one on its way.</summary>
    private async Task StoreAsync(long read)
    {
        RefuseDuplicates(await _storing);
        _storing = _chunk.Count == 0
            ? NoDuplicates
            : store.AppendRowsAsync(job.Id, [.. _chunk], read, CancellationToken.None).AsTask();
        _chunk.Clear();
        _chunkBytes = 0;
    }

    private void See(NewRow row, bool isStrict)
    {
        if (row.Fault is not { } fault)
            return;
        if (isStrict)
            throw new InputException($"{input.DisplayName}, line {row.Line}: {fault}; with --strict nothing of the input is taken");
        _bad++;
        _firstFault ??= $"line {row.Line}: {fault}";
        progress?.Report(new RunEvent.BadRecord(row.Line, fault));
    }

    private void RefuseDuplicates(IReadOnlyList<DuplicateId> duplicates)
    {
        if (duplicates.Count == 0)
            return;
        var shown = duplicates.Take(DuplicatesShown).Select(twice => $"'{twice.UserId}' on line {twice.Line} was used on line {twice.FirstLine}");
        throw new InputException($"{input.DisplayName} has duplicate ids: {string.Join("; ", shown)}"
            + (duplicates.Count > DuplicatesShown ? "; …" : "") + ". Ids must be unique: mend them, or leave --id out");
    }

    private void RefuseEmpty(long read)
    {
        if (job.Counts.Total > 0)
            return;
        if (read == 0)
            throw new InputException($"{input.DisplayName} has no rows");
        if (planner.Planned == 0)
            throw new InputException($"{input.DisplayName}: none of its {read} records fits --where");
        if (_bad == planner.Planned)
            throw new InputException($"{input.DisplayName}: none of its {_bad} records can be used; the first fault: {_firstFault}");
    }
}
