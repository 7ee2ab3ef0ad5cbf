namespace Nightshift.Tests.EndToEnd.PowerLoss;

/// <summary>Something done to a file: bytes at a place, or a new length. Done between two lines of the log, durable after a sync only.</summary>
/// <param name="At">The line of the log.</param>
/// <param name="Offset">Where the bytes go, or the new length when there are none.</param>
/// <param name="Bytes">Null for a new length.</param>
internal sealed record FileChange(int At, long Offset, byte[]? Bytes);

/// <summary>What was done to one file, whatever its names.</summary>
/// <param name="Before">What it held, durably, when the recording began.</param>
internal sealed record RecordedFile(byte[] Before)
{
    public List<FileChange> Changes { get; } = [];

    public Syncs Syncs { get; } = new();

    /// <summary>The file with these changes.</summary>
    public static byte[] Apply(byte[] before, IEnumerable<FileChange> changes)
    {
        using var file = new MemoryStream();
        file.Write(before);
        foreach (var change in changes)
        {
            if (change.Bytes is null)
            {
                file.SetLength(change.Offset);
                continue;
            }

            file.Position = change.Offset;
            file.Write(change.Bytes);
        }

        return file.ToArray();
    }
}

/// <summary>When a file, or the names in a folder, were made durable.</summary>
internal sealed class Syncs
{
    private readonly List<(int Begun, int Ended)> _all = [];

    public IEnumerable<int> Ends => _all.Select(sync => sync.Ended);

    public void Add(SystemCall call) => _all.Add((call.Begun, call.Ended));

    /// <summary>What was done before this line is durable when the power goes at the line <paramref name="cut"/>.</summary>
    public int DurableUpTo(int cut) => _all.Where(sync => sync.Ended < cut).Select(sync => sync.Begun).DefaultIfEmpty().Max();
}
