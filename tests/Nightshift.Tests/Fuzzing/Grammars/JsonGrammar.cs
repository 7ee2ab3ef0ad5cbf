namespace Nightshift.Tests.Fuzzing.Grammars;

/// <summary>Writes JSON that is right, in its odder forms too: white space, escapes, exponents, names that come twice.</summary>
internal static class JsonGrammar
{
    private static readonly byte[][] Words = [[.. "true"u8], [.. "false"u8], [.. "null"u8]];
    private static readonly byte[][] Spaces = [[.. " "u8], [.. "\t"u8], [.. "\r"u8], [.. "  "u8]];
    private static readonly byte[][] Names = [[.. "a"u8], [.. "id"u8], [.. "text"u8], [.. "naïve"u8], [], [.. "a b"u8], [.. "\\u0061"u8], [.. "x\\\"y"u8]];

    private static readonly byte[][] Numbers =
        [[.. "0"u8], [.. "-0"u8], [.. "1.50"u8], [.. "1e5"u8], [.. "-2E-3"u8], [.. "9223372036854775807"u8], [.. "123456789012345678901234567890"u8], [.. "1e999"u8]];

    private static readonly byte[][] Letters =
    [
        [.. "a"u8], [.. "word "u8], [.. "é"u8], [.. "日本"u8], [.. "🙂"u8], [.. "\\n"u8], [.. "\\\""u8], [.. "\\\\"u8], [.. "\\/"u8], [.. "\\u00e9"u8], [.. "\\uD83D\\uDE42"u8], [.. "\\u0000"u8],
        [.. "\u2028"u8], [.. "\ufeff"u8], [0x7F], [.. "{{"u8], [.. "[,]"u8], [.. "'"u8], [.. "\\b\\f\\r\\t"u8],
    ];

    /// <summary>Tokens for mashes and insertions.</summary>
    public static byte[][] Tokens { get; } =
        [[.. "{"u8], [.. "}"u8], [.. "["u8], [.. "]"u8], [.. ","u8], [.. ":"u8], [.. "\"a\""u8], [.. "\"a\":1"u8], [.. "1"u8], [.. "-"u8], [.. "true"u8], [.. "nul"u8], [.. "\""u8], [.. "\n"u8], [.. "{}"u8], [.. "{\"a\":\"b\"}\n"u8], [.. ",{\"id\":2}"u8], [.. "\\ud83d"u8]];

    public static void Value(FuzzRandom random, FuzzBuffer into, int depth)
    {
        switch (random.Below(depth > 0 ? 9 : 6))
        {
            case 0:
                into.Add(random.Below(1000));
                break;
            case 1:
                into.Add(random.Pick<byte[]>(Numbers));
                break;
            case 2:
                into.Add(random.Pick<byte[]>(Words));
                break;
            case 3 or 4 or 5:
                Text(random, into);
                break;
            case 6:
                Array(random, into, depth - 1);
                break;
            default:
                Object(random, into, depth - 1);
                break;
        }
    }

    public static void Object(FuzzRandom random, FuzzBuffer into, int depth)
    {
        into.Add('{');
        for (var (i, members) = (0, random.Below(4)); i < members; i++)
        {
            if (i > 0)
                into.Add(',');
            Space(random, into);
            into.Add('"').Add(random.Pick<byte[]>(Names)).Add('"');
            Space(random, into);
            into.Add(':');
            Space(random, into);
            Value(random, into, depth);
        }

        Space(random, into);
        into.Add('}');
    }

    public static void Text(FuzzRandom random, FuzzBuffer into)
    {
        into.Add('"');
        for (var letters = random.Below(random.OneIn(8) ? 20 : 4); letters > 0; letters--)
            into.Add(random.Pick<byte[]>(Letters));
        into.Add('"');
    }

    public static void Space(FuzzRandom random, FuzzBuffer into)
    {
        if (random.OneIn(6))
            into.Add(random.Pick<byte[]>(Spaces));
    }

    private static void Array(FuzzRandom random, FuzzBuffer into, int depth)
    {
        into.Add('[');
        for (var (i, items) = (0, random.Below(4)); i < items; i++)
        {
            if (i > 0)
                into.Add(',');
            Space(random, into);
            Value(random, into, depth);
        }

        Space(random, into);
        into.Add(']');
    }
}
