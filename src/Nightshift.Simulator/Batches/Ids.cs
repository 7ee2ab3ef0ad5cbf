using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Nightshift.Simulator.Batches;

/// <summary>Ids that look like the real ones, drawn from numbers: the same ones in every run on a moved clock.</summary>
internal static class Ids
{
    private const string Alphanumeric = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static string Alnum(ulong number, int length) => Draw(number, 0, length, 62);

    public static string LowerAlnum(ulong number, int length) => Draw(number, 0, length, 36);

    public static string Hex(ulong number, ulong part, int length) => Draw(number, part, length, 16);

    public static string Uuid(ulong number, ulong part = 0)
    {
        var hex = Hex(number, part, 32);
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-a{hex[17..20]}-{hex[20..]}";
    }

    private static string Draw(ulong number, ulong part, int length, int letters)
    {
        Span<byte> seed = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(seed, number);
        BinaryPrimitives.WriteUInt64LittleEndian(seed[8..], part);
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(seed, hash);
        Span<char> id = stackalloc char[length];
        for (var i = 0; i < length; i++)
            id[i] = Alphanumeric[hash[i] % letters];
        return new(id);
    }
}
