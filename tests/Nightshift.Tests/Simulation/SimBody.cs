namespace Nightshift.Tests.Simulation;

/// <summary>A response body on a bad line: it comes after a while, or breaks off.</summary>
internal sealed class SimBody(byte[] bytes, int upTo, bool breaks, Func<CancellationToken, Task> wait) : Stream
{
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await wait(cancellationToken);
        if (_at == upTo && breaks)
            throw new IOException("the connection was reset");
        var count = Math.Min(Math.Min(buffer.Length, 100), upTo - _at);
        bytes.AsSpan(_at, count).CopyTo(buffer.Span);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
