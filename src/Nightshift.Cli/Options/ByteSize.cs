using System.Globalization;

namespace Nightshift.Cli.Options;

/// <summary>Sizes as people type them: 500 kB, 50MB, 1.5 GB, in thousands.</summary>
internal static class ByteSize
{
    private const decimal Largest = 1_000_000_000_000;
    private static readonly (string Unit, decimal Bytes)[] Units = [("kb", 1_000), ("mb", 1_000_000), ("gb", 1_000_000_000), ("b", 1)];

    public static long Parse(string option, string text)
    {
        foreach (var (unit, bytes) in Units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && decimal.TryParse(text.AsSpan(0, text.Length - unit.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number < Largest && number * bytes is >= 1 and <= Largest)
                return (long)(number * bytes);
        }

        throw new UsageException($"{option} takes a size such as 500kB, 50MB or 1GB, not '{text}'");
    }
}
