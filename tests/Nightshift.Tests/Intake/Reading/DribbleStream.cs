namespace Nightshift.Tests.Intake.Reading;

/// <summary>Gives its bytes in pieces of random sizes, as a network or a pipe does.</summary>
internal sealed class DribbleStream(byte[] content, Random random, int most) : MemoryStream(content)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, random.Next(1, most + 1)));

    public override int Read(Span<byte> buffer)
    {
        var piece = new byte[buffer.Length];
        var read = Read(piece, 0, piece.Length);
        piece.AsSpan(0, read).CopyTo(buffer);
        return read;
    }
}
