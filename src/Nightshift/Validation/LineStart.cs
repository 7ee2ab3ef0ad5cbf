namespace Nightshift.Validation;

/// <summary>Finds where the first line of a stretch begins. What lies before belongs to a line of an earlier stretch.</summary>
internal static class LineStart
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>The place of the first line that begins between the two places; null when none does.</summary>
    public static long? Find(FileStream file, long start, long end)
    {
        Span<byte> buffer = stackalloc byte[BufferBytes];
        // The byte before the stretch may be the break that ends a line.
        file.Position = start - 1;
        for (var place = start - 1; place < end - 1;)
        {
            var read = file.Read(buffer);
            if (read == 0)
                return null;
            if (buffer[..read].IndexOf((byte)'\n') is >= 0 and var found)
                return place + found + 1 < end ? place + found + 1 : null;
            place += read;
        }

        return null;
    }
}
