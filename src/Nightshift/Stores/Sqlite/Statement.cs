using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Nightshift.Stores.Sqlite;

/// <summary>
/// A prepared statement, reused: bind by ordinal (from 1), step, read by ordinal (from 0). Disposing it makes it ready for its next use;
/// the <see cref="Database"/> that prepared it ends it.
/// </summary>
/// <remarks>Text goes in and out as UTF-8 with its length: a row's text may contain NUL.</remarks>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    private bool _isUnderWay;

    public Statement Bind(int ordinal, long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, ordinal, value));
        return this;
    }

    public Statement Bind(int ordinal, long? value) => value is { } number ? Bind(ordinal, number) : BindNull(ordinal);

    public Statement Bind(int ordinal, string? value)
    {
        if (value is null)
            return BindNull(ordinal);
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, bytes);
        database.Check(raw.sqlite3_bind_text(handle, ordinal, bytes.AsSpan(0, length)));
        ArrayPool<byte>.Shared.Return(bytes);
        return this;
    }

    public Statement Bind(int ordinal, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, and SQLite takes a blob without one for NULL.
        database.Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, ordinal, 0) : raw.sqlite3_bind_blob(handle, ordinal, value));
        return this;
    }

    public Statement BindNull(int ordinal)
    {
        database.Check(raw.sqlite3_bind_null(handle, ordinal));
        return this;
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Step()
    {
        _isUnderWay = true;
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
            return true;
        Dispose();
        if (code != raw.SQLITE_DONE)
            throw database.Fault(code);
        return false;
    }

    /// <summary>Runs a statement that yields nothing; the number of rows that it changed.</summary>
    public int Run()
    {
        if (Step())
            throw new InvalidOperationException("a statement that was run yields rows");
        return database.Changes;
    }

    /// <summary>Runs a statement that must change so many rows: anything else is a bug, and undoes the operation.</summary>
    public void Run(int rows)
    {
        if (Run() is var changed && changed != rows)
            throw new InvalidOperationException($"a write for {rows} rows changed {changed}; run `nightshift doctor`");
    }

    /// <summary>As <see cref="Run(int)"/>, for one row.</summary>
    public void RunOne() => Run(rows: 1);

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public int Int32(int column) => raw.sqlite3_column_int(handle, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    public byte[] Blob(int column) => raw.sqlite3_column_blob(handle, column).ToArray();

    public void Dispose()
    {
        if (!_isUnderWay)
            return;
        _isUnderWay = false;
        // The code of a reset is that of the step before it, which has been seen.
        _ = raw.sqlite3_reset(handle);
    }

    public void Close() => handle.Dispose();
}
