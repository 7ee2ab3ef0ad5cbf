namespace Nightshift.Tests.Fuzzing.Grammars;

/// <summary>Writes what providers answer: replies with content in its forms, and errors in the shapes they have.</summary>
internal static class ReplyGrammar
{
    private static readonly byte[][] Endings = [[.. "\"stop\""u8], [.. "\"length\""u8], [.. "\"content_filter\""u8], [.. "\"tool_calls\""u8], [.. "null"u8], [.. "3"u8]];

    private static readonly byte[][] Sentences =
    [
        [.. "maximum context length is 8192 tokens"u8], [.. "You exceeded your current quota"u8], [.. "was flagged"u8], [.. "Incorrect API key provided: sk-CANARY-0123456789"u8], [.. "retry in 3s"u8],
        [.. "sk-CANARY-0"u8], [.. "sk-\\u0043ANARY-0123456789"u8], [.. "🙂"u8], [.. "é"u8], [.. "\\uD83D\\uDE42"u8], [.. "Credit balance is too low"u8], [.. "x"u8],
    ];

    private static readonly byte[][] Codes = [[.. "\"insufficient_quota\""u8], [.. "\"content_filter\""u8], [.. "\"context_length_exceeded\""u8], [.. "\"RESOURCE_EXHAUSTED\""u8], [.. "\"rate_limit_exceeded\""u8], [.. "null"u8], [.. "429"u8]];
    private static readonly byte[][] Counts = [[.. "0"u8], [.. "12"u8], [.. "-1"u8], [.. "1.5"u8], [.. "\"7\""u8], [.. "99999999999999999999"u8], [.. "null"u8], [.. "{}"u8]];

    public static byte[][] Tokens { get; } =
        [.. JsonGrammar.Tokens, [.. "\"choices\":["u8], [.. "\"message\":{"u8], [.. "\"content\":\"x\""u8], [.. "\"error\":"u8], [.. "\"usage\":{}"u8], [.. "\"message\":\"m\""u8], [.. "sk-CANARY-0123456789"u8], [.. "<html>"u8], [.. "data: "u8]];

    public static void Reply(FuzzRandom random, FuzzBuffer into)
    {
        into.Add("{\"id\":\"c-1\",\"model\":"u8);
        JsonGrammar.Text(random, into);
        into.Add(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"u8);
        Content(random, into);
        if (random.OneIn(4))
        {
            into.Add(",\"refusal\":"u8);
            JsonGrammar.Value(random, into, 1);
        }

        into.Add("},\"finish_reason\":"u8).Add(random.Pick<byte[]>(Endings)).Add("}]"u8);
        if (!random.OneIn(4))
        {
            into.Add(",\"usage\":{\"prompt_tokens\":"u8).Add(random.Pick<byte[]>(Counts)).Add(",\"completion_tokens\":"u8).Add(random.Pick<byte[]>(Counts))
                .Add(",\"prompt_tokens_details\":{\"cached_tokens\":"u8).Add(random.Pick<byte[]>(Counts)).Add("}}"u8);
        }

        into.Add('}');
    }

    public static void Error(FuzzRandom random, FuzzBuffer into)
    {
        var (open, close) = random.Below(5) switch
        {
            0 => ("["u8.ToArray(), "]"u8.ToArray()),
            1 => ([], []),
            _ => ("{\"error\":"u8.ToArray(), "}"u8.ToArray()),
        };
        into.Add(open).Add("{"u8).Add(random.OneIn(5) ? "\"detail\":\""u8 : "\"message\":\""u8);
        for (var sentences = random.OneIn(12) ? 400 : random.Below(4); sentences > 0; sentences--)
            into.Add(random.Pick<byte[]>(Sentences));
        into.Add("\",\"type\":"u8).Add(random.Pick<byte[]>(Codes)).Add(",\"code\":"u8).Add(random.Pick<byte[]>(Codes)).Add('}').Add(close);
    }

    private static void Content(FuzzRandom random, FuzzBuffer into)
    {
        if (random.OneIn(5))
        {
            JsonGrammar.Value(random, into, 2);
        }
        else if (random.OneIn(4))
        {
            into.Add("[{\"type\":\"text\",\"text\":"u8);
            JsonGrammar.Text(random, into);
            into.Add("}]"u8);
        }
        else
        {
            JsonGrammar.Text(random, into);
        }
    }
}
