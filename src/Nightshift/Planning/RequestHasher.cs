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
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var place = Encoding.UTF8.GetBytes(destination);
        // The length before the text keeps "ab" + "c" apart from "a" + "bc".
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, place.Length);
        sha.AppendData(length);
        sha.AppendData(place);
        sha.AppendData(body);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        sha.GetHashAndReset(digest);
        return RequestHash.FromBytes(digest);
    }
}
