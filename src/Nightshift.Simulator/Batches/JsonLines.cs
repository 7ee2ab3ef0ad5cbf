namespace Nightshift.Simulator.Batches;

/// <summary>The lines of a file as bytes, split at <c>\n</c> alone: U+2028 is no line end in JSON Lines.</summary>
internal static class JsonLines
{
    private const int FirstBuffer = 256 * 1024;

    /// <summary>The lines without their ends; each is valid until the next is asked for.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(string path)
    {
        using var file = Spool.Read(path);
        var buffer = new byte[FirstBuffer];
        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var read = file.Read(buffer.AsSpan(filled));
            if (read == 0)
                break;
            var searched = filled;
            filled += read;
            var from = 0;
            for (int end; (end = buffer.AsSpan(searched, filled - searched).IndexOf((byte)'\n')) >= 0; searched = from)
            {
                yield return Trim(buffer.AsMemory(from, searched + end - from));
                from = searched + end + 1;
            }

            buffer.AsSpan(from, filled - from).CopyTo(buffer);
            filled -= from;
        }

        if (filled > 0)
            yield return Trim(buffer.AsMemory(0, filled));
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> line) => line.Span is [.., (byte)'\r'] ? line[..^1] : line;
}
