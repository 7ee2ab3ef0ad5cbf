using System.Net;

namespace Nightshift.Protocols.Batches;

/// <summary>A part of a spool file as a body, streamed.</summary>
internal sealed class SpoolSlice : HttpContent
{
    private const int BufferBytes = 128 * 1024;

    private readonly FileStream _lines;
    private readonly long _from;
    private readonly long _length;

    /// <summary>Bytes of a file.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public SpoolSlice(SpoolFile file, long from, long length) => (_lines, _from, _length) = (Open(file), from, length);

    /// <summary>Opens a file that is read from its beginning to its end, in large pieces.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static FileStream Open(SpoolFile file) =>
        new(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Reads what fits and is wanted.</summary>
    /// <exception cref="IOException">The file is shorter than it was.</exception>
    public static async Task<int> ReadAsync(Stream file, byte[] buffer, long wanted, CancellationToken cancellation)
    {
        var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, wanted)), cancellation);
        return read > 0 ? read : throw new IOException("the spool file is shorter than it was");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _lines.Position = _from;
        var buffer = new byte[BufferBytes];
        for (var left = _length; left > 0;)
        {
            var read = await ReadAsync(_lines, buffer, left, cancellationToken);
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _lines.Dispose();
        base.Dispose(disposing);
    }
}
