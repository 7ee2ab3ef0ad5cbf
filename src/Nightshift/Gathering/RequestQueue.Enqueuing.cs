using Nightshift.Stores;

namespace Nightshift.Gathering;

public sealed partial class RequestQueue
{
    private readonly Lock _turn = new();
    private List<Call> _waiting = [];
    private bool _isServed;

    /// <summary>
    /// Puts requests into the open lot: all of them or none. When this returns they are on the disk. A request whose id the lot has already with
    /// the same row is the same request. A lot that its rule says is full is closed.
    /// </summary>
    /// <remarks>Memory grows with the number of requests, some 300 bytes each, and not with their rows.</remarks>
    /// <param name="requests">Read once, before anything is waited for.</param>
    /// <param name="faultOf">Says of a row, as the lot will have it, why it cannot be used, in a sentence about it; null when it can.</param>
    /// <param name="stop">Gives up while they are read.</param>
    /// <exception cref="QueueException">A request cannot be used, an id is there with another row, or the disk refuses; nothing was taken.</exception>
    public async Task<Enqueued> EnqueueAsync(IEnumerable<QueueRequest> requests, Func<ReadOnlyMemory<byte>, string?>? faultOf = null, CancellationToken stop = default)
    {
        using var draft = new LotDraft(_folder);
        try
        {
            foreach (var request in requests)
            {
                stop.ThrowIfCancellationRequested();
                var line = QueueLine.Of(request, Definition, _newId);
                if (faultOf?.Invoke(line.Json) is { } fault)
                    throw QueueLine.Refusal(request.Line, fault);
                draft.Add(line, request.Line);
            }
        }
        catch (IOException e)
        {
            throw Refused(e);
        }

        var call = new Call(draft);
        lock (_turn)
        {
            _waiting.Add(call);
            if (!_isServed)
                _ = Task.Run(ServeAsync, CancellationToken.None);
            _isServed = true;
        }

        return await call.End.Task;
    }

    /// <summary>Serves the calls that wait, all that there are together, until there are none.</summary>
    private async Task ServeAsync()
    {
        while (TakeWaiting() is { Count: > 0 } calls)
        {
            try
            {
                using var hold = await QueueLock.TakeAsync(_folder);
                Append(calls);
            }
            catch (Exception e)
            {
                foreach (var call in calls)
                    call.End.TrySetException(e is IOException or UnauthorizedAccessException ? Refused(e) : e);
            }
        }
    }

    private List<Call> TakeWaiting()
    {
        lock (_turn)
        {
            var taken = _waiting;
            _waiting = [];
            _isServed = taken.Count > 0;
            return taken;
        }
    }

    private void Append(IReadOnlyList<Call> calls)
    {
        var pointer = OpenPointer.Read(_folder);
        using var file = OpenForAppending(ref pointer);
        var start = file.Length;
        _ids.Advance(file, pointer.Lot, start);
        var written = new List<(Call Call, IReadOnlyList<bool> IsNew)>();
        try
        {
            foreach (var call in calls)
            {
                try
                {
                    written.Add((call, Write(file, call.Draft)));
                }
                catch (QueueException refusal)
                {
                    call.End.SetException(refusal);
                }
            }

            if (file.Length > start)
                Keep(file, isNew: start == 0);
        }
        catch
        {
            _ids.Forget();
            file.SetLength(start);
            throw;
        }

        var isClosed = TryCloseFull(pointer.Lot);
        foreach (var (call, isNew) in written)
            call.End.SetResult(new Enqueued(pointer.Lot, isClosed, [.. call.Draft.Entries.Select((entry, place) => new EnqueuedRequest(entry.Id, isNew[place]))]));
    }

    /// <summary>The lines of a call with the mark behind them; which of its requests are new.</summary>
    private IReadOnlyList<bool> Write(FileStream file, LotDraft draft)
    {
        var isNew = _ids.Add(draft);
        if (!isNew.Contains(true))
            return isNew;
        file.Position = file.Length;
        var buffered = new BufferedStream(file, 64 * 1024);
        draft.CopyTo(buffered, isNew);
        buffered.Flush();
        Failpoint.Hit(QueueFailpoints.Written);
        file.Write("\n"u8);
        return isNew;
    }

    private void Keep(FileStream file, bool isNew)
    {
        DiskSync.Real.File(file);
        if (isNew)
            DiskSync.Real.Folder(_folder.Path);
        _ids.Keep(file.Length);
        Failpoint.Hit(QueueFailpoints.Committed);
    }

    /// <summary>The open lot, cut to where it is whole; without one, a new one.</summary>
    private FileStream OpenForAppending(ref OpenPointer pointer)
    {
        if (File.Exists(_folder.OpenLotPath(pointer.Lot)))
        {
            var open = StoreFolder.OpenPrivate(_folder.OpenLotPath(pointer.Lot), FileShare.ReadWrite | FileShare.Delete);
            var whole = LotLines.WholeLength(open);
            if (whole < open.Length)
                open.SetLength(whole);
            if (whole > 0)
                return open;
            // Nobody's request has been in it: it begins now.
            pointer = pointer with { OpenedAt = _time.GetUtcNow() };
            pointer.Write(_folder);
            return open;
        }

        pointer = new OpenPointer(pointer.Lot + 1, _time.GetUtcNow());
        pointer.Write(_folder);
        Failpoint.Hit(QueueFailpoints.Numbered);
        return StoreFolder.OpenPrivate(_folder.OpenLotPath(pointer.Lot), FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Closes the lot when it is due; whether it did.</summary>
    private bool TryCloseFull(long lot)
    {
        try
        {
            return Definition.Rule.Decide(Measure(), _time.GetUtcNow()) is LotDecision.Close && Close(lot) is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The requests are in. A lot that is due stays due, and `work` closes it.
            return false;
        }
    }

    private QueueException Refused(Exception fault) =>
        new($"the queue '{Name}' cannot be written to ({fault.Message.TrimEnd('.')}); nothing was taken: make room in {_folder.Path}, or make it writable, and try again", fault)
        {
            IsPassing = fault is IOException,
        };

    /// <summary>One call, from its lines to its end.</summary>
    private sealed record Call(LotDraft Draft)
    {
        public TaskCompletionSource<Enqueued> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
