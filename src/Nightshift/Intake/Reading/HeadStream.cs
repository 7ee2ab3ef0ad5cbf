namespace Nightshift.Intake.Reading;

/// <summary>
/// A stream whose first bytes can be looked at before it is read. It fills each buffer it is given, so that what is told from the
/// beginning of an input (a separator, an encoding) does not depend on the pieces in which it comes.
/// </summary>
internal sealed class HeadStream : Stream
{
    private const int HeadSize = 8 * 1024;
    private readonly Stream _stream;
    private readonly byte[] _head = new byte[HeadSize];
    private readonly int _headLength;
    private int _position;

    public HeadStream(Stream stream)
    {
        _stream = stream;
        _headLength = stream.ReadAtLeast(_head, HeadSize, throwOnEndOfStream: false);
    }

    /// <summary>The first bytes: all of them when the input is short.</summary>
    public ReadOnlyMemory<byte> Head => _head.AsMemory(0, _headLength);

    /// <summary>Whether nothing wraps the file itself.</summary>
    public bool IsWholeFile => _stream is FileStream;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _headLength - _position);
        _head.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count + _stream.ReadAtLeast(buffer[count..], buffer.Length - count, throwOnEndOfStream: false);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream.Dispose();
        base.Dispose(disposing);
    }
}
