namespace Nightshift.Protocols.Batches;

/// <summary>Where a download goes: counts what was written, and tells a fault of the disk from one of the network.</summary>
internal sealed class DownloadTarget(Stream to) : Stream
{
    public long Written { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush() => to.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await to.WriteAsync(buffer, cancellationToken);
            Written += buffer.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WriteException(e);
        }
    }

    /// <summary>The disk's fault, on its way through code that would take it for the network's.</summary>
    public sealed class WriteException(Exception cause) : Exception("the target cannot be written to", cause);
}
