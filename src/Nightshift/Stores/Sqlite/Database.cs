using SQLitePCL;

namespace Nightshift.Stores.Sqlite;

/// <summary>One connection to the database file, with its prepared statements. Used by one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly string _path;

    // By reference: statements are constants, and hashing hundreds of characters per call would cost more than many of them take.
    private readonly Dictionary<string, Statement> _statements = new(ReferenceEqualityComparer.Instance);

    static Database() => Batteries_V2.Init();

    private Database(string path, int flags)
    {
        _path = path;
        var code = raw.sqlite3_open_v2(path, out _handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            _handle.Dispose();
            throw SqliteFault.ToException(code, "it cannot be opened", path);
        }

        _ = raw.sqlite3_extended_result_codes(_handle, 1);
        _ = raw.sqlite3_busy_timeout(_handle, 10_000);
    }

    /// <summary>Rows changed by the last statement.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>False when there is none, or when SQLite undid it by itself as it does when the disk is full.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>
    /// The one connection that writes, and that checkpoints: SQLite before 3.51.3 can damage a WAL database when two do.
    /// It does so every 48 MB: a page that is written often is then folded in once. Intake appends, and is as fast with 4 MB.
    /// </summary>
    public static Database OpenWriter(string path) => Open(path, raw.SQLITE_OPEN_READWRITE, """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = OFF;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -32768;
        PRAGMA wal_autocheckpoint = 12000;
        PRAGMA journal_size_limit = 67108864;
        """);

    /// <summary>A connection that only reads: it cannot checkpoint, not even when it is the last to close.</summary>
    public static Database OpenReader(string path) => Open(path, raw.SQLITE_OPEN_READONLY, """
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -8192;
        """);

    /// <summary>Runs statements that take no parameters.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>The prepared form of a constant statement; dispose it after use.</summary>
    public Statement Use(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement))
            return statement;
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle));
        return _statements[sql] = new Statement(this, handle);
    }

    /// <summary>The first column of the first row, as a number; null when there is none.</summary>
    public long? Scalar(string sql, params ReadOnlySpan<long> arguments)
    {
        using var statement = Use(sql);
        for (var i = 0; i < arguments.Length; i++)
            statement.Bind(i + 1, arguments[i]);
        return statement.Step() ? statement.NullableInt64(0) : null;
    }

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Fault(code);
    }

    public Exception Fault(int code) => SqliteFault.ToException(code, raw.sqlite3_errmsg(_handle).utf8_to_string(), _path);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Close();
        _handle.Dispose();
    }

    private static Database Open(string path, int flags, string settings)
    {
        var database = new Database(path, flags);
        try
        {
            database.Execute(settings);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
