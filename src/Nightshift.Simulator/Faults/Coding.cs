using System.IO.Compression;

namespace Nightshift.Simulator.Faults;

/// <summary>A body in a content coding that was not asked for: whole, cut in half, or as a bomb.</summary>
internal abstract class Coding(string name)
{
    private const int BombPart = 16 * 1024 * 1024;
    private static readonly byte[] Blanks = [.. Enumerable.Repeat((byte)' ', BombPart)];

    public static readonly Coding Gzip = new Concatenable("gzip", (to, level) => new GZipStream(to, level, leaveOpen: true), isWholeInParts: true);

    /// <summary>Without the zlib frame: its checksum at the end would keep a bomb from being put together.</summary>
    public static readonly Coding Deflate = new Concatenable("deflate", (to, level) => new DeflateStream(to, level, leaveOpen: true), isWholeInParts: false);

    public static readonly Coding Brotli = new OnePiece("br", (to, level) => new BrotliStream(to, level, leaveOpen: true));

    public Task Whole(Delivery delivery) => Send(delivery, [Compress(delivery.Body)]);

    public Task Broken(Delivery delivery)
    {
        var whole = Compress(delivery.Body);
        return Send(delivery, [whole[..(whole.Length / 2)]]);
    }

    /// <summary>Blanks are allowed before JSON: a reader without a limit inflates all of them and then finds a good answer.</summary>
    public Task Bomb(Delivery delivery) => Send(delivery, BombOf(delivery.Body));

    protected abstract ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> body);

    protected abstract IReadOnlyList<ReadOnlyMemory<byte>> BombOf(ReadOnlyMemory<byte> body);

    private async Task Send(Delivery delivery, IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        delivery.Reply.Add("content-encoding", name);
        delivery.Head(parts.Sum(part => (long)part.Length));
        foreach (var part in parts)
            await delivery.Http.Response.BodyWriter.WriteAsync(part, delivery.Gone);
    }

    /// <summary>A coding whose streams can follow one another: 1 GiB of blanks is the same 16 MiB many times over.</summary>
    private sealed class Concatenable(string name, Func<Stream, CompressionLevel, Stream> open, bool isWholeInParts) : Coding(name)
    {
        private const int BombParts = 64;

        private readonly Lazy<ReadOnlyMemory<byte>> _blanks = new(() =>
        {
            using var compressed = new MemoryStream();
            using var coder = open(compressed, CompressionLevel.SmallestSize);
            coder.Write(Blanks);
            // What is flushed has not ended: another part may follow it.
            coder.Flush();
            if (isWholeInParts)
                coder.Dispose();
            return compressed.ToArray();
        });

        protected override ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> body) => Through(open, body);

        protected override IReadOnlyList<ReadOnlyMemory<byte>> BombOf(ReadOnlyMemory<byte> body) =>
            [.. Enumerable.Repeat(_blanks.Value, BombParts), Compress(body)];
    }

    /// <summary>A coding of one stream, which is made anew for each body, and so is smaller: 256 MiB.</summary>
    private sealed class OnePiece(string name, Func<Stream, CompressionLevel, Stream> open) : Coding(name)
    {
        private const int BombParts = 16;

        protected override ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> body) => Through(open, body);

        protected override IReadOnlyList<ReadOnlyMemory<byte>> BombOf(ReadOnlyMemory<byte> body) =>
            [Through(open, [.. Enumerable.Repeat((ReadOnlyMemory<byte>)Blanks, BombParts), body])];
    }

    private static ReadOnlyMemory<byte> Through(Func<Stream, CompressionLevel, Stream> open, params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        using var compressed = new MemoryStream();
        using (var coder = open(compressed, CompressionLevel.Fastest))
        {
            foreach (var part in parts)
                coder.Write(part.Span);
        }

        return compressed.ToArray();
    }
}
