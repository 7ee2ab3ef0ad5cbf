using System.Buffers.Text;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Nightshift.Batching;

/// <summary>
/// The lines of a file of results in the order of their rows. Providers write them in any order, and a store that is written to in any
/// order writes most of its pages again with each commit: three times the work. The order is a guess from where our submission stands in
/// the line, and no more than an order: whose a line is, is read from its custom_id.
/// </summary>
internal sealed class ResultIndex : IDisposable
{
    private readonly SafeFileHandle _file;

    private ResultIndex(SafeFileHandle file, List<ResultPlace> lines) => (_file, Lines) = (file, lines);

    /// <summary>Lines that are not blank; those without a guess stand last.</summary>
    public IReadOnlyList<ResultPlace> Lines { get; }

    /// <summary>Looks through a file.</summary>
    public static ResultIndex Open(string path, string submission)
    {
        var lines = new List<ResultPlace>();
        var prefix = Encoding.ASCII.GetBytes($"{submission}-");
        using (var reader = new LineBuffer(File.OpenRead(path), ResultReader.LongestLine))
        {
            while (reader.TryRead(out var line))
            {
                if (reader.IsOverlong || !line.Trim(" \t\r"u8).IsEmpty)
                    lines.Add(new ResultPlace(Guess(line, prefix), reader.Number, reader.Offset, line.Length, reader.IsOverlong));
            }
        }

        lines.Sort(static (left, right) => (left.Guess, left.Number).CompareTo((right.Guess, right.Number)));
        return new ResultIndex(File.OpenHandle(path), lines);
    }

    /// <summary>The bytes of a line.</summary>
    public byte[] Read(ResultPlace line)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(line.Length);
        for (var read = 0; read < bytes.Length;)
        {
            var some = RandomAccess.Read(_file, bytes.AsSpan(read), line.Offset + read);
            read += some > 0 ? some : throw new EndOfStreamException("a file of results became shorter while it was read");
        }

        return bytes;
    }

    public void Dispose() => _file.Dispose();

    private static long Guess(ReadOnlySpan<byte> line, ReadOnlySpan<byte> prefix)
    {
        var place = line.IndexOf(prefix);
        return place >= 0 && Utf8Parser.TryParse(line[(place + prefix.Length)..], out long index, out _) ? index : long.MaxValue;
    }
}

/// <summary>Where a line of results is.</summary>
/// <param name="Guess">The index of the row that it seems to belong to.</param>
/// <param name="Number">Which line it is, from 1.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">Its length without its line break.</param>
/// <param name="IsOverlong">Whether it is too long to be read.</param>
internal readonly record struct ResultPlace(long Guess, long Number, long Offset, int Length, bool IsOverlong);
