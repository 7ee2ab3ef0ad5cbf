namespace Nightshift.Gathering;

/// <summary>
/// A queue collects requests from anywhere in files of the home folder, beside whoever owns the store, and closes them into lots. Each lot
/// becomes one job. What <see cref="EnqueueAsync"/> has returned is on the disk.
/// </summary>
/// <remarks>
/// Safe for many callers, of this process and of others. Keep one object: it remembers the ids that it has read, 60 bytes each, and
/// calls that come at the same time share one wait for the disk.
/// </remarks>
public sealed partial class RequestQueue
{
    private readonly QueueFolder _folder;
    private readonly TimeProvider _time;
    private readonly Func<string> _newId;
    private readonly LotIds _ids;
    private readonly LotTally _tally = new();
    private readonly Lock _tallying = new();

    private RequestQueue(QueueFolder folder, QueueDefinition definition, TimeProvider time, Func<string>? newId)
    {
        (_folder, Definition, _time) = (folder, definition, time);
        _newId = newId ?? (() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
        _ids = new LotIds(definition.Column);
    }

    /// <summary>What it is called.</summary>
    public string Name => _folder.Name;

    /// <summary>What it is.</summary>
    public QueueDefinition Definition { get; }

    /// <summary>By what its jobs can be told in reports and budgets.</summary>
    public string Tag => $"queue:{Name}";

    /// <summary>The queues of a home folder, by name.</summary>
    public static IReadOnlyList<string> List(string home) => QueueFolder.Names(home);

    /// <summary>Makes a queue.</summary>
    /// <exception cref="QueueException">The name cannot be used, or is in use.</exception>
    /// <exception cref="Stores.StoreException">The home folder cannot be written to.</exception>
    public static RequestQueue Create(string home, string name, LotRule rule, TimeProvider time, Func<QueueDefinition, QueueDefinition>? with = null)
    {
        var definition = new QueueDefinition { Id = Guid.NewGuid().ToString("N"), Rule = rule, CreatedAt = time.GetUtcNow() };
        var folder = new QueueFolder(home, name);
        try
        {
            folder.Create(with is null ? definition : with(definition));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new QueueException($"{folder.Path} cannot be made ({e.Message.TrimEnd('.')}): make {home} writable, or name another folder with --home", e) { IsPassing = e is IOException };
        }

        return Open(home, name, time);
    }

    /// <summary>Opens a queue.</summary>
    /// <param name="home">The home folder.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="time">The clock.</param>
    /// <param name="newId">Makes ids for requests that bring none; null for such as sort by time.</param>
    /// <exception cref="QueueException">There is none, or its definition cannot be read.</exception>
    public static RequestQueue Open(string home, string name, TimeProvider time, Func<string>? newId = null)
    {
        var folder = new QueueFolder(home, name);
        try
        {
            return new RequestQueue(folder, QueueDefinition.Parse(File.ReadAllBytes(folder.DefinitionPath)), time, newId);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new QueueException($"there is no queue '{name}'{NearestName.Hint(name, List(home))}: nightshift queue add {name} -- --task FILE makes one", e);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            var fault = e is FormatException ? e.Message : $"cannot be read: {e.Message}";
            throw new QueueException($"{folder.DefinitionPath} {fault}; put it back as it was, or remove the queue with: nightshift queue rm {name}", e);
        }
    }

    /// <summary>How it stands, as its files are now.</summary>
    public QueueStanding Stand()
    {
        var open = Measure();
        return new QueueStanding(open, Definition.Rule.Decide(open, _time.GetUtcNow()), _folder.ClosedLots());
    }

    /// <summary>Requests that no job has yet, by their ids; those that it has not are not among them. Reads what waits once.</summary>
    public IReadOnlyDictionary<string, WaitingRequest> Find(IReadOnlyCollection<string> ids)
    {
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, WaitingRequest>(StringComparer.Ordinal);
        // In the direction in which requests move, so that none slips by; the newest of an id counts.
        var pointer = OpenPointer.Read(_folder);
        Look(_folder.OpenLotPath(pointer.Lot), pointer.Lot, isClosed: false);
        foreach (var lot in _folder.ClosedLots().Reverse())
            Look(lot.Path, lot.Number, isClosed: true);
        return found;

        void Look(string path, long lot, bool isClosed)
        {
            using var file = wanted.Count > found.Count ? LotLines.TryOpen(path) : null;
            if (file is null)
                return;
            foreach (var line in LotLines.Read(file, 0, LotLines.WholeLength(file)))
            {
                if (QueueLine.IdOf(line, Definition.Column) is { } id && wanted.Contains(id))
                    found.TryAdd(id, new WaitingRequest(lot, isClosed, line.ToArray()));
            }
        }
    }

    /// <summary>What is wrong with its files: a sentence each, none when they are sound.</summary>
    public IEnumerable<string> Check()
    {
        var pointer = OpenPointer.Read(_folder);
        foreach (var lot in _folder.ClosedLots().Prepend(new ClosedLot(pointer.Lot, _folder.OpenLotPath(pointer.Lot))))
        {
            using var file = LotLines.TryOpen(lot.Path);
            if (file is null)
                continue;
            var unreadable = LotLines.Read(file, 0, LotLines.WholeLength(file)).LongCount(line => QueueLine.IdOf(line, Definition.Column) is null);
            if (unreadable > 0)
                yield return $"{unreadable} lines of {lot.Path} are no requests: they will be rows that fail";
        }
    }

    private OpenLot Measure()
    {
        lock (_tallying)
        {
            var pointer = OpenPointer.Read(_folder);
            using var file = LotLines.TryOpen(_folder.OpenLotPath(pointer.Lot));
            _tally.Advance(file, pointer.Lot);
            return new OpenLot(pointer.Lot, _tally.Requests, _tally.Bytes, pointer.OpenedAt);
        }
    }
}
