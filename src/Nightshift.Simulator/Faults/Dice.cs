namespace Nightshift.Simulator.Faults;

/// <summary>
/// Chance without state: the same seed, purpose, body and count give the same number, however many calls run beside it.
/// The mixer is SplitMix64's.
/// </summary>
internal static class Dice
{
    /// <summary>A number from 0 up to but not including 1.</summary>
    public static double Roll(int seed, ulong purpose, ulong body, int seen) =>
        (Mix(Mix(Mix((uint)seed + 1UL) ^ purpose) ^ body ^ ((ulong)seen * 0xD6E8FEB86659FD93)) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
