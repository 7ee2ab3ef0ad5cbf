using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Nightshift.Analysis;

/// <summary>
/// What is kept of a prompt: hashes, by which requests are found to be the same or to begin alike. The text itself is not kept.
/// </summary>
/// <param name="Request">Of all that makes the request: where it goes, its prompt, its parameters.</param>
/// <param name="Bytes">How long the prompt is.</param>
/// <param name="Head">Of the prompt's first bytes.</param>
/// <param name="Prefixes">Of the prompt's beginnings, by <see cref="Lengths"/>, as far as it goes; null for a short one.</param>
public readonly record struct PromptPrint(UInt128 Request, int Bytes, ulong Head, ulong[]? Prefixes)
{
    private const int HeadBytes = 256;

    /// <summary>
    /// The lengths, in bytes, at which beginnings are compared. The least that a provider caches, 1,024 tokens, is never less than 3,072 bytes
    /// of ordinary text; each step is at most a half more, so that a shared beginning is found but for a third at the worst.
    /// </summary>
    internal static readonly int[] Lengths = [3072, 4096, 6144, 8192, 12288, 16384, 24576, 32768, 49152, 65536, 98304, 131072, 196608, 262144, 393216, 524288];

    /// <summary>Hashes a request.</summary>
    /// <param name="prompt">Its prompt, as the log has it.</param>
    /// <param name="request">All of it, prompt included.</param>
    internal static PromptPrint Of(ReadOnlySpan<byte> prompt, ReadOnlySpan<byte> request)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(request, digest);
        var levels = 0;
        while (levels < Lengths.Length && Lengths[levels] <= prompt.Length)
            levels++;
        var prefixes = levels == 0 ? null : new ulong[levels];
        var (hash, done) = (0UL, 0);
        for (var level = 0; level < levels; level++)
        {
            hash = Mix(hash, prompt[done..Lengths[level]]);
            prefixes![level] = hash;
            done = Lengths[level];
        }

        return new PromptPrint(BinaryPrimitives.ReadUInt128BigEndian(digest), prompt.Length, Mix(0, prompt[..Math.Min(prompt.Length, HeadBytes)]), prefixes);
    }

    /// <summary>A hash that goes on with another: good enough to compare beginnings, and ten times as fast as the one for whole requests.</summary>
    internal static ulong Mix(ulong hash, ReadOnlySpan<byte> bytes)
    {
        hash ^= (ulong)bytes.Length * 0x9E37_79B9_7F4A_7C15;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            hash = Mix(hash, one);
        return hash;
    }

    /// <summary>One step of it.</summary>
    internal static ulong Mix(ulong hash, ulong value)
    {
        var high = Math.BigMul(hash ^ value ^ 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB ^ value, out var low);
        return high ^ low ^ value;
    }
}
