using System.Threading.Channels;

namespace Nightshift.Stores.Sqlite;

/// <summary>
/// Group commit: a thread of its own takes all writes that wait, makes them in one transaction, and then answers their callers.
/// While it waits for the disk the next group gathers. Each write is in a savepoint: one that fails fails alone. A write that is by itself
/// has none: for a large one SQLite would keep every page that it changes in memory, to be able to go back.
/// </summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    private const int Capacity = 1024;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(2);

    private readonly Channel<Write> _waiting = Channel.CreateBounded<Write>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Database _database;
    private readonly Action _onRollback;
    private readonly ManualResetEventSlim _never = new(initialState: false, spinCount: 0);

    /// <summary>Starts the thread.</summary>
    /// <param name="database">The writing connection; this queue closes it.</param>
    /// <param name="onRollback">Called on the writing thread after a write was undone: what was remembered of it is void.</param>
    public WriteQueue(Database database, Action onRollback)
    {
        (_database, _onRollback) = (database, onRollback);
        new Thread(Run) { IsBackground = true, Name = "nightshift store" }.Start();
    }

    /// <summary>Transactions committed so far.</summary>
    public long Commits { get; private set; }

    /// <summary>Makes a write; its effect is on the disk when the task is done. Giving up the wait does not undo it.</summary>
    public async Task<T> RunAsync<T>(Func<Database, T> work, CancellationToken cancellation)
    {
        var write = new Write<T>(work);
        try
        {
            await _waiting.Writer.WriteAsync(write, cancellation);
        }
        catch (ChannelClosedException closed)
        {
            throw new ObjectDisposedException("the store is closed", closed);
        }

        return await write.Task.WaitAsync(cancellation);
    }

    /// <summary>Makes the writes that wait, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ended.Task;
    }

    private void Run()
    {
        var group = new List<Write>();
        var isBusy = false;
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            // When several write at once more are about to: a moment's wait spares whole trips to the disk.
            if (isBusy)
                _never.Wait(Linger);
            while (group.Count < Capacity && _waiting.Reader.TryRead(out var write))
                group.Add(write);
            isBusy = group.Count > 1;
            Commit(group);
            group.Clear();
        }

        _database.Dispose();
        _never.Dispose();
        _ended.SetResult();
    }

    private void Commit(List<Write> group)
    {
        try
        {
            _database.Execute("BEGIN IMMEDIATE");
            if (group.Count == 1)
                group[0].Make(_database);
            else
                group.RemoveAll(write => !TryMake(write));
            Failpoint.Hit(StoreFailpoints.BeforeCommit);
            _database.Execute("COMMIT");
            Commits++;
            Failpoint.Hit(StoreFailpoints.AfterCommit);
        }
        catch (Exception fault)
        {
            if (_database.InTransaction)
                _database.Execute("ROLLBACK");
            _onRollback();
            foreach (var write in group)
                write.Fail(fault);
            return;
        }

        foreach (var write in group)
            write.Succeed();
    }

    /// <summary>False when the write failed and was undone; throws when SQLite undid the whole transaction with it.</summary>
    private bool TryMake(Write write)
    {
        _database.Execute("SAVEPOINT write");
        try
        {
            write.Make(_database);
            _database.Execute("RELEASE write");
            return true;
        }
        catch (Exception fault) when (_database.InTransaction)
        {
            _database.Execute("ROLLBACK TO write; RELEASE write");
            _onRollback();
            write.Fail(fault);
            return false;
        }
    }

    private abstract class Write
    {
        public abstract void Make(Database database);

        public abstract void Succeed();

        public abstract void Fail(Exception fault);
    }

    private sealed class Write<T>(Func<Database, T> work) : Write
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _done.Task;

        public override void Make(Database database) => _result = work(database);

        public override void Succeed() => _done.SetResult(_result!);

        public override void Fail(Exception fault) => _done.TrySetException(fault);
    }
}
