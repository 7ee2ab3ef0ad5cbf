namespace Nightshift.Intake;

/// <summary>Reads an input file record by record, in one pass and in memory bounded by the largest record.</summary>
public abstract class RecordReader : IDisposable
{
    /// <summary>The largest record taken, in bytes; a larger one is bad.</summary>
    public const int MaxRecordBytes = 64 * 1024 * 1024;

    /// <summary>What the file turned out to be.</summary>
    public abstract InputFormat Format { get; }

    /// <summary>
    /// The columns, in order and unique. From the header for CSV and Excel, before the first record;
    /// for JSON inputs the union of the records' keys so far, in order of appearance.
    /// </summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>Reads the next record, good or bad; false at the end of the input.</summary>
    /// <exception cref="InputException">The rest of the input cannot be read at all.</exception>
    public abstract bool TryRead(out InputRecord record);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    protected abstract void Dispose(bool disposing);
}
