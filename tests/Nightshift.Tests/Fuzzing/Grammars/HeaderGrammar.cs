namespace Nightshift.Tests.Fuzzing.Grammars;

/// <summary>Writes header values: waits, dates in all their forms, durations, counts.</summary>
internal static class HeaderGrammar
{
    private static readonly byte[][] Days = [[.. "Wed, "u8], [.. "Sunday, "u8], [.. "Sun "u8], [.. ""u8]];
    private static readonly byte[][] Units = [[.. "s"u8], [.. "m"u8], [.. "h"u8], [.. "ms"u8], [.. "us"u8], [.. "µs"u8], [.. "ns"u8], [.. "d"u8], [.. "x"u8]];
    private static readonly byte[][] Dates =
        [[.. "Wed, 15 Jul 2026 11:00:30 GMT"u8], [.. "Wednesday, 15-Jul-26 11:00:30 GMT"u8], [.. "Wed Jul 15 11:00:30 2026"u8], [.. "2026-07-15T11:00:30Z"u8], [.. "2026-07-15T11:00:30.5+02:00"u8], [.. "9999-12-31T23:59:59Z"u8], [.. "Mon, 01 Jan 0001 00:00:00 GMT"u8]];

    public static byte[][] Tokens { get; } =
        [.. Units, .. Dates, [.. "-"u8], [.. "+"u8], [.. "."u8], [.. "0"u8], [.. "1"u8], [.. "99999999999"u8], [.. " "u8], [.. "\n"u8], [.. ":"u8], [.. "e9"u8], [.. "Infinity"u8], [.. "GMT"u8], [.. "Jul"u8], [.. ","u8], [.. "--"u8]];

    public static void Number(FuzzRandom random, FuzzBuffer into)
    {
        if (random.OneIn(12))
            into.Add(random.Pick(['-', '+', '.']));
        into.Add(random.Below(random.Pick([10, 1000, 1_000_000_000])));
        if (random.OneIn(4))
            into.Add('.').Add(random.Below(1000));
    }

    public static void Date(FuzzRandom random, FuzzBuffer into)
    {
        if (random.OneIn(2))
        {
            into.Add(random.Pick<byte[]>(Dates));
            return;
        }

        into.Add(random.Pick<byte[]>(Days)).Add(10 + random.Below(25)).Add(" Jul 20"u8).Add(10 + random.Below(89)).Add(' ').Add(10 + random.Below(14)).Add(":"u8).Add(10 + random.Below(50)).Add(":"u8)
            .Add(10 + random.Below(50)).Add(" GMT"u8);
    }

    public static void Duration(FuzzRandom random, FuzzBuffer into)
    {
        for (var parts = 1 + random.Below(3); parts > 0; parts--)
        {
            Number(random, into);
            into.Add(random.Pick<byte[]>(Units));
        }
    }
}
