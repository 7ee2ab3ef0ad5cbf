using System.Text.Json;
using Nightshift.Intake;
using Nightshift.Tests.Fuzzing.Grammars;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>JSON lines, against System.Text.Json on each line.</summary>
internal sealed class JsonlTarget : ReaderTarget
{
    private const int Depth = 64;

    private static readonly InputSource[] Plain = [new("in.jsonl") { Format = InputFormat.Jsonl, Encoding = "utf-8" }];

    private static readonly InputSource[] Others =
    [
        new("in.jsonl"), new("in.ndjson.gz"), new("in"), new("in") { Format = InputFormat.Batch }, new("in.jsonl") { Encoding = "utf-16" },
        new("in.jsonl") { Encoding = "shift_jis" }, new("in.jsonl") { Encoding = "gb18030" }, new("in.jsonl") { Encoding = "windows-1252" },
    ];

    public override byte[][] Seeds { get; } =
    [
        [.. "{\"a\":1,\"b\":{\"x\":[1,2,{}]}}\n{\"a\":2}\r\n\n{\"c\":\"caf\\u00e9\"}"u8],
        [.. "{\"custom_id\":\"r-1\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"m\",\"messages\":[]}}\n"u8],
        [.. "\ufeff{ \"a\" : 1.0 }\n\"text\"\n[1,2]\n7\ntrue\n"u8],
    ];

    public override byte[][] Tokens => JsonGrammar.Tokens;

    public override string[] MustMeet { get; } = ["good records", "bad records", "good and bad together", "across a buffer's end", "half surrogate", "invalid UTF-8", "values that are no object"];

    protected override InputFormat Format => InputFormat.Jsonl;

    public override void Generate(FuzzRandom random, FuzzBuffer input)
    {
        for (var lines = 1 + random.Below(4); lines > 0; lines--)
        {
            if (random.OneIn(4))
                JsonGrammar.Value(random, input, 3);
            else
                JsonGrammar.Object(random, input, 3);
            JsonGrammar.Space(random, input);
            if (lines > 1 || random.OneIn(2))
                input.Add(random.OneIn(4) ? "\r\n"u8 : "\n"u8);
        }
    }

    protected override InputSource Source(FuzzRandom random) => random.OneIn(8) ? random.Pick<InputSource>(Others) : Plain[0];

    protected override void Begin(Span<byte> room)
    {
        room.Fill((byte)'x');
        "\n\n\""u8.CopyTo(room);
        "\"\n"u8.CopyTo(room[^2..]);
    }

    protected override void Compare(ReadOnlyMemory<byte> input, InputSource source, ReadInput read, FuzzTally tally)
    {
        if (source != Plain[0])
            return;
        if (input.Span.StartsWith("\ufeff"u8))
            input = input[3..];
        var (number, at) = (0, 0);
        while (!input.IsEmpty)
        {
            number++;
            var end = input.Span.IndexOf((byte)'\n');
            var line = end < 0 ? input : input[..end];
            input = end < 0 ? default : input[(end + 1)..];
            if (line.Span.IndexOfAnyExcept(" \t\r"u8) < 0)
                continue;
            FuzzFault.Unless(at < read.Records.Count, $"passes line {number} over");
            CompareLine(line.Span is [.., (byte)'\r'] ? line[..^1] : line, number, read.Records[at++], tally);
        }

        FuzzFault.Unless(at == read.Records.Count, "has more records than lines");
    }

    private static void CompareLine(ReadOnlyMemory<byte> line, int number, InputRecord record, FuzzTally tally)
    {
        FuzzFault.Unless(record.Line == number, $"says line {record.Line} of line {number}");
        var expected = JsonReference.Read(line, Depth, tally);
        FuzzFault.Unless(expected is not null == record.Fault is null, $"judges line {number} otherwise than System.Text.Json: {record.Fault ?? "good"}");
        if (expected is { } kind)
            FuzzFault.Unless(JsonReference.IsRecordOf(record.Json.Span, line.Span, kind == JsonValueKind.Object), $"line {number} is not its record's bytes");
    }
}
