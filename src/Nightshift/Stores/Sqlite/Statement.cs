using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Nightshift.Stores.Sqlite;

/// <summary>
/// A prepared statement, reused: bind by ordinal (from 1), step, read by ordinal (from 0). Disposing it makes it ready for its next use;
/// the <see cref="Database"/> that prepared it ends it.
/// </summary>
/// <remarks>Text goes in and out as UTF-8 with its length: a row's text may contain NUL.</remarks>
internal sealed unsafe class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    private readonly nint _pointer = handle.DangerousGetHandle();
    private bool _isUnderWay;

    public Statement Bind(int ordinal, long value)
    {
        database.Check(NativeStatement.BindInt64(_pointer, ordinal, value));
        return this;
    }

    public Statement Bind(int ordinal, long? value) => value is { } number ? Bind(ordinal, number) : BindNull(ordinal);

    public Statement Bind(int ordinal, string? value)
    {
        if (value is null)
            return BindNull(ordinal);
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, bytes);
        fixed (byte* text = bytes)
            database.Check(NativeStatement.BindText(_pointer, ordinal, text, length, NativeStatement.Transient));
        ArrayPool<byte>.Shared.Return(bytes);
        return this;
    }

    public Statement Bind(int ordinal, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, and SQLite takes a blob without one for NULL.
        fixed (byte* blob = value)
        {
            database.Check(value.IsEmpty
                ? NativeStatement.BindZeroBlob(_pointer, ordinal, 0)
                : NativeStatement.BindBlob(_pointer, ordinal, blob, value.Length, NativeStatement.Transient));
        }

        return this;
    }

    public Statement BindNull(int ordinal)
    {
        database.Check(NativeStatement.BindNull(_pointer, ordinal));
        return this;
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Step()
    {
        _isUnderWay = true;
        var code = NativeStatement.Step(_pointer);
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

    public long Int64(int column) => NativeStatement.ColumnInt64(_pointer, column);

    public int Int32(int column) => (int)Int64(column);

    public bool IsNull(int column) => NativeStatement.ColumnType(_pointer, column) == raw.SQLITE_NULL;

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Bytes(column));

    public byte[] Blob(int column) => Bytes(column).ToArray();

    /// <summary>A cell's bytes where SQLite has them: until the next step.</summary>
    private ReadOnlySpan<byte> Bytes(int column)
        => new(NativeStatement.ColumnBlob(_pointer, column), NativeStatement.ColumnBytes(_pointer, column));

    public void Dispose()
    {
        if (!_isUnderWay)
            return;
        _isUnderWay = false;
        // The code of a reset is that of the step before it, which has been seen.
        _ = NativeStatement.Reset(_pointer);
    }

    public void Close() => handle.Dispose();
}
