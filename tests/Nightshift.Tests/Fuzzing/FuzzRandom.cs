namespace Nightshift.Tests.Fuzzing;

/// <summary>Random numbers that are told by seed and iteration alone, and cost nothing to begin: each input can be made again by itself.</summary>
internal sealed class FuzzRandom
{
    private ulong _state;

    public void Begin(int seed, long iteration, int purpose) =>
        _state = (((ulong)(uint)seed << 32) ^ ((ulong)iteration * 0x9E3779B97F4A7C15)) + ((ulong)purpose * 0xD1B54A32D192ED03);

    /// <summary>From zero to less than <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)((Next() >> 32) * (ulong)limit >> 32);

    public bool OneIn(int n) => Below(n) == 0;

    public T Pick<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    // SplitMix64.
    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
