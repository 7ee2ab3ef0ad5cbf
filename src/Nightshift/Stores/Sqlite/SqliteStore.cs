using System.Collections.Concurrent;

namespace Nightshift.Stores.Sqlite;

/// <summary>
/// The store of one machine: a SQLite file in a folder that one process owns. All writes go through one connection on a thread of its
/// own, those of several callers in one transaction; reads have connections beside it and never hold it up.
/// </summary>
public sealed partial class SqliteStore : IStore
{
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly StoreLock? _lock;
    private readonly WriteQueue? _writes;
    private readonly FreeSpace _space;
    private readonly ConcurrentBag<Database> _readers = [];

    private SqliteStore(string folder, TimeProvider time, StoreLock? @lock, Database? writer)
    {
        (_folder, _time, _lock) = (folder, time, @lock);
        _space = new FreeSpace(folder, time);
        _writes = writer is null ? null : new WriteQueue(writer, onRollback: _cursors.Clear);
    }

    /// <summary>Transactions committed since the store was opened.</summary>
    internal long Commits => _writes?.Commits ?? 0;

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>
    /// Opens the store in a folder, and makes it when there is none. This process then owns it until it disposes it or ends.
    /// </summary>
    /// <param name="folder">Where it is; made, for this user alone, when missing.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreInUseException">Another process owns it.</exception>
    /// <exception cref="StoreException">The folder cannot hold a store, or the store is damaged or newer than this program.</exception>
    public static SqliteStore Open(string folder, TimeProvider time)
    {
        folder = Path.GetFullPath(folder);
        StoreFolder.Prepare(folder);
        var @lock = StoreLock.Take(folder, CommandName(), time);
        Database? writer = null;
        try
        {
            var path = StoreFolder.DatabasePath(folder);
            StoreFolder.Touch(path);
            writer = Database.OpenWriter(path);
            Schema.Migrate(writer, folder);
            return new SqliteStore(folder, time, @lock, writer);
        }
        catch (Exception fault)
        {
            writer?.Dispose();
            @lock.Dispose();
            if (fault is IOException or UnauthorizedAccessException)
                throw StoreFolder.CannotWrite(folder, fault);
            throw;
        }
    }

    /// <summary>
    /// Opens the store for reading, beside the process that owns it if there is one. Methods that write throw
    /// <see cref="InvalidOperationException"/>. Ask <see cref="StoreFolder.Exists"/> first.
    /// </summary>
    /// <param name="folder">Where it is.</param>
    /// <exception cref="StoreException">There is none, or its schema is not this program's.</exception>
    public static SqliteStore OpenReadOnly(string folder)
    {
        folder = Path.GetFullPath(folder);
        if (!StoreFolder.Exists(folder))
            throw new StoreException($"there is no store in {folder} yet: `nightshift run` makes one, --home names another folder");
        var store = new SqliteStore(folder, TimeProvider.System, @lock: null, writer: null);
        store.Read(database =>
        {
            Schema.Verify(database, folder);
            return true;
        });
        return store;
    }

    /// <summary>Makes the writes that wait, and gives the folder free.</summary>
    public async ValueTask DisposeAsync()
    {
        // The writer closes last: that is when SQLite folds the log into the database.
        foreach (var reader in _readers)
            reader.Dispose();
        _readers.Clear();
        if (_writes is not null)
            await _writes.DisposeAsync();
        _lock?.Dispose();
    }

    private async ValueTask<T> WriteAsync<T>(Func<Database, Tally, T> work, CancellationToken cancellation)
    {
        if (_writes is null)
            throw new InvalidOperationException("the store was opened for reading");
        return await _writes.RunAsync(
            database =>
            {
                var tally = new Tally();
                var result = work(database, tally);
                tally.Apply(database, Now);
                return result;
            },
            cancellation);
    }

    private T Read<T>(Func<Database, T> query)
    {
        if (!_readers.TryTake(out var reader))
            reader = Database.OpenReader(StoreFolder.DatabasePath(_folder));
        try
        {
            return query(reader);
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    /// <summary>Program and command alone: the arguments behind them may hold what is nobody's business.</summary>
    private static string CommandName()
        => string.Join(' ', Environment.GetCommandLineArgs().Take(2).Select(Path.GetFileNameWithoutExtension));
}
