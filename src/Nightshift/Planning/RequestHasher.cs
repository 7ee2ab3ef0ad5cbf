using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Nightshift.Model;

namespace Nightshift.Planning;

/// <summary>Computes what makes two requests the same.</summary>
public static class RequestHasher
{
    /// <summary>The hash over where a request goes (provider, address, endpoint) and its exact bytes.</summary>
    public static RequestHash Hash(string destination, ReadOnlySpan<byte> body)
    {
        // The length before the text keeps "ab" + "c" apart from "a" + "bc".
        const int LengthBytes = sizeof(int);
        var hashed = ArrayPool<byte>.Shared.Rent(LengthBytes + Encoding.UTF8.GetMaxByteCount(destination.Length) + body.Length);
        var place = Encoding.UTF8.GetBytes(destination, hashed.AsSpan(LengthBytes));
        BinaryPrimitives.WriteInt32BigEndian(hashed, place);
        body.CopyTo(hashed.AsSpan(LengthBytes + place));
        // In one piece: for a body of some hundred bytes three calls into the library cost more than the copy and the hash.
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(hashed.AsSpan(0, LengthBytes + place + body.Length), digest);
        ArrayPool<byte>.Shared.Return(hashed);
        return RequestHash.FromBytes(digest);
    }
}
