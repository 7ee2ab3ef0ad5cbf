using System.Globalization;

namespace Nightshift.Tests.Fuzzing;

/// <summary>An input in the making: bytes that are put in, taken out and moved, in memory that is used again. What goes beyond <see cref="Most"/> is dropped.</summary>
internal sealed class FuzzBuffer
{
    public const int Most = 48 * 1024;
    private readonly byte[] _bytes = new byte[Most];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public Span<byte> Span => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public FuzzBuffer Add(ReadOnlySpan<byte> piece)
    {
        Insert(Length, piece);
        return this;
    }

    public FuzzBuffer Add(char letter)
    {
        Insert(Length, [(byte)letter]);
        return this;
    }

    public FuzzBuffer Add(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        return Add(digits[..length]);
    }

    public void Insert(int at, ReadOnlySpan<byte> piece)
    {
        piece = piece[..Math.Min(piece.Length, Most - Length)];
        _bytes.AsSpan(at, Length - at).CopyTo(_bytes.AsSpan(at + piece.Length));
        piece.CopyTo(_bytes.AsSpan(at));
        Length += piece.Length;
    }

    public void Remove(int at, int count)
    {
        _bytes.AsSpan(at + count, Length - at - count).CopyTo(_bytes.AsSpan(at));
        Length -= count;
    }
}
