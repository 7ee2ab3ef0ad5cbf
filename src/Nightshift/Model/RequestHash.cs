using System.Buffers.Binary;

namespace Nightshift.Model;

/// <summary>
/// What makes two requests the same: the first 128 bits of SHA-256 over where they go and their exact bytes.
/// Rows with equal hashes are sent once.
/// </summary>
public readonly record struct RequestHash(UInt128 Value)
{
    /// <summary>Bytes in the stored form.</summary>
    public const int Size = 16;

    /// <summary>Takes the first 16 bytes of a digest.</summary>
    public static RequestHash FromBytes(ReadOnlySpan<byte> digest) => new(BinaryPrimitives.ReadUInt128BigEndian(digest));

    /// <summary>Writes the stored form, big-endian.</summary>
    public void WriteTo(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
}
