using System.Buffers.Binary;

namespace Nightshift.Simulator.Answers;

/// <summary>Numbers drawn from a prompt's hash: the same prompt and purpose give the same number on every machine.</summary>
internal static class Pick
{
    public static ulong Number(ReadOnlySpan<byte> hash, string purpose)
    {
        var mixed = BinaryPrimitives.ReadUInt64LittleEndian(hash);
        foreach (var c in purpose)
            mixed = (mixed ^ c) * 0x100000001B3;
        return mixed ^ (mixed >> 32);
    }

    public static int Index(ReadOnlySpan<byte> hash, string purpose, int count) => (int)(Number(hash, purpose) % (ulong)count);
}
