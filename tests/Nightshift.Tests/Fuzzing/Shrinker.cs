namespace Nightshift.Tests.Fuzzing;

/// <summary>Takes away from a failing input what it fails without: halves, then quarters, down to single bytes.</summary>
internal static class Shrinker
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    public static byte[] Shrink(byte[] failing, Func<byte[], bool> fails)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var piece = Math.Max(1, failing.Length / 2); piece >= 1 && IsInTime(); piece /= 2)
        {
            for (var at = 0; at < failing.Length && IsInTime();)
            {
                byte[] shorter = [.. failing.AsSpan(0, at), .. failing.AsSpan(Math.Min(at + piece, failing.Length))];
                if (fails(shorter))
                    failing = shorter;
                else
                    at += piece;
            }
        }

        return failing;

        bool IsInTime() => TimeProvider.System.GetElapsedTime(began) < Longest;
    }
}
