namespace Nightshift.Gathering;

/// <summary>How many requests the open lot has, counted on from where it was counted before. Used by one caller at a time.</summary>
internal sealed class LotTally
{
    private readonly byte[] _block = new byte[64 * 1024];
    private long _lot = -1;

    /// <summary>Up to the last mark.</summary>
    public long Requests { get; private set; }

    /// <summary>How far that is.</summary>
    public long Bytes { get; private set; }

    /// <summary>Counts what has come.</summary>
    /// <param name="file">The lot's file; null when there is none.</param>
    /// <param name="lot">Its number.</param>
    public void Advance(FileStream? file, long lot)
    {
        if (lot != _lot || file is null || file.Length < Bytes)
            (_lot, Requests, Bytes) = (lot, 0, 0);
        if (file is null || file.Length == Bytes)
            return;
        file.Position = Bytes;
        var (place, unmarked, lineBegan) = (Bytes, 0L, Bytes);
        while (file.Read(_block) is > 0 and var read)
        {
            for (var at = 0; at < read;)
            {
                var length = _block.AsSpan(at, read - at).IndexOf((byte)'\n');
                if (length < 0)
                    break;
                at += length + 1;
                if (place + at - 1 == lineBegan)
                    (Requests, Bytes, unmarked) = (Requests + unmarked, place + at, 0);
                else
                    unmarked++;
                lineBegan = place + at;
            }

            place += read;
        }
    }
}
