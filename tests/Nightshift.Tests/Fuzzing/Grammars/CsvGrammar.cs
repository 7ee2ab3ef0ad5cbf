namespace Nightshift.Tests.Fuzzing.Grammars;

/// <summary>Writes separated values as RFC 4180 has them, with quotes, separators and line breaks in every combination; now and then a row is ragged.</summary>
internal static class CsvGrammar
{
    private static readonly byte[][] Bare = [[.. "a"u8], [.. "1"u8], [.. "x y"u8], [.. " pad "u8], [.. "é"u8], [.. "日本"u8], [.. "🙂"u8], [.. "'"u8], [.. "\t"u8], [.. "\u2028"u8], [.. "=1+1"u8], [.. "#no"u8], [.. "{}"u8], [.. "\\"u8], []];
    private static readonly byte[][] Quoted = [[.. "a"u8], [.. "\"\""u8], [.. "\n"u8], [.. "\r\n"u8], [.. "\r"u8], [.. ","u8], [.. ";"u8], [.. " "u8], [.. "é"u8], [.. "\"\"\"\""u8], [.. "\n\n"u8], [.. "\\"u8]];
    private static readonly byte[][] Names = [[.. "id"u8], [.. "text"u8], [.. "a b"u8], [.. "naïve"u8], [.. "x"u8], [.. "y"u8], [.. "id"u8], []];

    public static byte[][] Tokens { get; } =
        [[.. ","u8], [.. ";"u8], [.. "\t"u8], [.. "|"u8], [.. "\""u8], [.. "\"\""u8], [.. "\"a\""u8], [.. "a"u8], [.. "\n"u8], [.. "\r\n"u8], [.. "\r"u8], [.. "\n\n"u8], [.. ",,"u8], [.. "\",\""u8], [.. "\"\n"u8], [.. "\n\""u8], [.. " "u8], [.. "sep=;\n"u8], [.. "#"u8], [.. "a,b\n1,2\n"u8]];

    public static void Table(FuzzRandom random, FuzzBuffer into)
    {
        var separator = random.OneIn(4) ? random.Pick([';', '\t', '|']) : ',';
        var end = random.OneIn(4) ? "\r\n"u8 : "\n"u8;
        var columns = 1 + random.Below(4);
        for (var column = 0; column < columns; column++)
        {
            if (column > 0)
                into.Add(separator);
            into.Add(random.Pick<byte[]>(Names));
        }

        into.Add(end);
        for (var rows = random.Below(5); rows > 0; rows--)
        {
            var cells = random.OneIn(16) ? random.Below(6) : columns;
            for (var cell = 0; cell < cells; cell++)
            {
                if (cell > 0)
                    into.Add(separator);
                Cell(random, into);
            }

            if (rows > 1 || !random.OneIn(3))
                into.Add(end);
        }
    }

    private static void Cell(FuzzRandom random, FuzzBuffer into)
    {
        if (!random.OneIn(3))
        {
            into.Add(random.Pick<byte[]>(Bare));
            return;
        }

        into.Add('"');
        for (var letters = random.Below(5); letters > 0; letters--)
            into.Add(random.Pick<byte[]>(Quoted));
        into.Add('"');
    }
}
