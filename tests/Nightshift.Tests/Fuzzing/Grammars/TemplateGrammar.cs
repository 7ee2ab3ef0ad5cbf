namespace Nightshift.Tests.Fuzzing.Grammars;

/// <summary>Writes prompt templates: text, values, blocks within blocks, comments, tildes and backslashes.</summary>
internal static class TemplateGrammar
{
    private static readonly byte[][] Texts = [[.. "Hello "u8], [.. "\n"u8], [.. "  "u8], [.. "{ "u8], [.. "}}"u8], [.. "\\{{ "u8], [.. "é🙂"u8], [.. "\r\n"u8], [.. "x"u8]];

    private static readonly byte[][] Paths =
        [[.. "text"u8], [.. "name"u8], [.. "none"u8], [.. "o.k"u8], [.. "[Two Words]"u8], [.. "l.[1]"u8], [.. "this"u8], [.. "../text"u8], [.. "@index"u8], [.. "@root.text"u8], [.. "n"u8], [.. "l"u8], [.. "@key"u8], [.. "@first"u8], [.. "."u8]];

    private static readonly byte[][] Words = [[.. "text"u8], [.. "name"u8], [.. "n"u8]];
    private static readonly byte[][] Conditions = [[.. "if "u8], [.. "unless "u8]];

    public static byte[][] Tokens { get; } =
    [
        .. Paths, [.. "{{"u8], [.. "}}"u8], [.. "{{{"u8], [.. "}}}"u8], [.. "{{#if text}}"u8], [.. "{{/if}}"u8], [.. "{{else}}"u8], [.. "{{else if n}}"u8], [.. "{{#each l as |x i|}}"u8], [.. "{{/each}}"u8], [.. "{{#with o}}"u8], [.. "{{/with}}"u8],
        [.. "{{!--"u8], [.. "--}}"u8], [.. "{{!"u8], [.. "~"u8], [.. "\\"u8], [.. "|"u8], [.. "^"u8], [.. "&"u8], [.. ">"u8], [.. " "u8], [.. "\n"u8], [.. "["u8], [.. "]"u8], [.. "../"u8], [.. "@"u8], [.. "\u001e{\"text\":1}"u8],
    ];

    public static void Template(FuzzRandom random, FuzzBuffer into)
    {
        if (random.OneIn(200))
            Deep(random, into);
        else if (random.OneIn(4))
            Simple(random, into);
        else
            Nodes(random, into, 3);
        if (random.OneIn(3))
        {
            into.Add('\u001e');
            JsonGrammar.Object(random, into, 3);
        }
    }

    private static void Deep(FuzzRandom random, FuzzBuffer into)
    {
        var depth = 60 + random.Below(10);
        for (var i = 0; i < depth; i++)
            into.Add("{{#if text}}"u8);
        for (var i = 0; i < depth; i++)
            into.Add("{{/if}}"u8);
    }

    // What anybody could fill in by hand.
    private static void Simple(FuzzRandom random, FuzzBuffer into)
    {
        for (var parts = random.Below(5); parts > 0; parts--)
            into.Add("Hello "u8).Add("{{"u8).Add(random.Pick<byte[]>(Words)).Add("}} "u8);
    }

    private static void Nodes(FuzzRandom random, FuzzBuffer into, int depth)
    {
        for (var parts = 1 + random.Below(3); parts > 0; parts--)
        {
            if (random.OneIn(3))
                into.Add(random.Pick<byte[]>(Texts));
            else if (depth == 0 || random.OneIn(2))
                into.Add(random.OneIn(8) ? "{{! note }}"u8 : "{{"u8).Add(random.Pick<byte[]>(Paths)).Add(random.OneIn(12) ? "~}}"u8 : "}}"u8);
            else
                Block(random, into, depth - 1);
        }
    }

    private static void Block(FuzzRandom random, FuzzBuffer into, int depth)
    {
        ReadOnlySpan<byte> word = random.Below(4) switch { 0 => "each"u8, 1 => "with"u8, 2 => "unless"u8, _ => "if"u8 };
        into.Add("{{#"u8).Add(word).Add(' ').Add(random.Pick<byte[]>(Paths));
        if (random.OneIn(5) && word[0] is (byte)'e' or (byte)'w')
            into.Add(" as |x|"u8);
        into.Add("}}"u8);
        Nodes(random, into, depth);
        if (random.OneIn(4))
        {
            into.Add("{{else "u8).Add(random.OneIn(3) ? random.Pick<byte[]>(Conditions) : []);
            if (into.Span[^2] is (byte)'f' or (byte)'s')
                into.Add(random.Pick<byte[]>(Paths));
            into.Add("}}"u8);
            Nodes(random, into, depth);
        }

        into.Add("{{/"u8).Add(word).Add("}}"u8);
    }
}
