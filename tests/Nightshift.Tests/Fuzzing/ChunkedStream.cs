namespace Nightshift.Tests.Fuzzing;

/// <summary>Gives bytes in pieces of random sizes, or whole when there is no random: a DribbleStream without its garbage.</summary>
internal sealed class ChunkedStream(ReadOnlyMemory<byte> content, FuzzRandom? random = null, int most = 0) : Stream
{
    private ReadOnlyMemory<byte> _rest = content;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(Math.Min(buffer.Length, _rest.Length), random is null ? int.MaxValue : 1 + random.Below(most));
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
