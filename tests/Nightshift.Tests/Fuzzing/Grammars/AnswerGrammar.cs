namespace Nightshift.Tests.Fuzzing.Grammars;

/// <summary>Writes what models answer: labels under their wrappings, JSON with and without a fence.</summary>
internal static class AnswerGrammar
{
    private static readonly byte[][] Labels = [[.. "card_lost"u8], [.. "Card arrival"u8], [.. "C++"u8], [.. "other: misc"u8], [.. "refund"u8]];
    private static readonly (byte[] Open, byte[] Close)[] Wrappings =
    [
        ([.. "**"u8], [.. "**"u8]), ([.. "\""u8], [.. "\""u8]), ([.. "`"u8], [.. "`"u8]), ([.. "```\n"u8], [.. "\n```"u8]), ([.. "Label: "u8], []), ([.. "**Answer:** "u8], []), ([], [.. "."u8]), ([.. "- "u8], []),
        ([.. "“"u8], [.. "”"u8]), ([.. "("u8], [.. ")"u8]), ([.. " "u8], [.. "\n"u8]),
    ];

    public static byte[][] Tokens { get; } =
        [.. JsonGrammar.Tokens, .. Labels, [.. "```"u8], [.. "```json\n"u8], [.. "**"u8], [.. ":"u8], [.. "label"u8], [.. "\"score\":1"u8], [.. "{\"score\":2}"u8], [.. "\n"u8], [.. "."u8], [.. "“"u8], [.. "\""u8]];

    public static (byte[] Open, byte[] Close)[] Brackets => Wrappings;

    public static void Label(FuzzRandom random, FuzzBuffer into)
    {
        into.Add(random.Pick<byte[]>(Labels));
        for (var layers = random.Below(4); layers > 0; layers--)
        {
            var (open, close) = random.Pick<(byte[] Open, byte[] Close)>(Wrappings);
            into.Insert(0, open);
            into.Add(close);
        }
    }

    public static void Json(FuzzRandom random, FuzzBuffer into)
    {
        var fenced = random.OneIn(3);
        if (fenced)
            into.Add("```json\n"u8);
        if (random.OneIn(4))
        {
            JsonGrammar.Value(random, into, 3);
        }
        else
        {
            into.Add("{\"score\":"u8).Add(1 + random.Below(9));
            if (random.OneIn(3))
            {
                into.Add(",\"when\":"u8);
                JsonGrammar.Text(random, into);
            }

            if (random.OneIn(4))
            {
                into.Add(",\"tags\":"u8);
                JsonGrammar.Value(random, into, 2);
            }

            into.Add('}');
        }

        if (fenced)
            into.Add("\n```"u8);
    }
}
