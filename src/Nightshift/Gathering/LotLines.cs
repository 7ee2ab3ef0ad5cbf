namespace Nightshift.Gathering;

/// <summary>
/// The file of a lot. The lines of one call are followed by an empty line, which readers of JSON lines pass over: what stands behind the last
/// empty line was cut off by a crash, and nobody was told of it.
/// </summary>
internal static class LotLines
{
    private const int BlockBytes = 64 * 1024;

    /// <summary>Opens a lot beside whoever writes to it; null when there is none.</summary>
    public static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BlockBytes, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>How far the file is whole: up to the last empty line. As a rule that is its end, and two bytes are read.</summary>
    public static long WholeLength(FileStream file)
    {
        var block = new byte[BlockBytes];
        var ahead = 0;
        for (var end = file.Length; end > 0;)
        {
            var length = (int)Math.Min(end, end == file.Length ? 2 : BlockBytes - 1);
            // With the first byte of the block behind it: the mark may lie across.
            file.Position = end - length;
            file.ReadExactly(block, 0, length + ahead);
            if (block.AsSpan(0, length + ahead).LastIndexOf("\n\n"u8) is >= 0 and var mark)
                return end - length + mark + 2;
            end -= length;
            ahead = 1;
        }

        return 0;
    }

    /// <summary>The requests of a lot, up to where it is whole, with where they end. Each is valid until the next is asked for.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(FileStream file, long from, long end)
    {
        file.Position = from;
        var lines = new LineBuffer(file, int.MaxValue / 4);
        while (from + lines.Position < end && lines.TryRead(out _))
        {
            if (lines.Line.Length > 0)
                yield return lines.Line;
        }
    }
}
