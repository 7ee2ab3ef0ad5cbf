using System.Runtime.InteropServices;
using System.Text.Json;
using Nightshift.Intake;
using Nightshift.Tests.Fuzzing.Grammars;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>A JSON array, against System.Text.Json on the whole of it.</summary>
internal sealed class JsonArrayTarget : ReaderTarget
{
    // The array itself is one more than what its elements may be.
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 65 };
    private static readonly InputSource Plain = new("in.json") { Format = InputFormat.JsonArray, Encoding = "utf-8" };
    private static readonly InputSource[] Others = [new("in.json"), new("in"), new("in.json") { Encoding = "utf-16" }, new("in.json") { Encoding = "shift_jis" }, new("in.json.gz")];

    public override byte[][] Seeds { get; } =
    [
        [.. "[\n  {\"a\": 1},\n  {\"b\": [2, {}]}, 3\n]\n"u8], [.. " [ ] "u8], [.. "[{\"a\":\"caf\\u00e9\"},[[]],true,null,-1.5e3,\"x\\\"\"]"u8], [.. "\ufeff[{\"a\":1},\r\n{\"a\":2}\r\n]\r\n"u8],
    ];

    public override byte[][] Tokens => JsonGrammar.Tokens;

    public override string[] MustMeet { get; } = ["good records", "bad records", "good and bad together", "across a buffer's end", "whole arrays", "broken arrays"];

    protected override InputFormat Format => InputFormat.JsonArray;

    public override void Generate(FuzzRandom random, FuzzBuffer input)
    {
        input.Add('[');
        for (var (i, elements) = (0, random.Below(6)); i < elements; i++)
        {
            if (i > 0)
                input.Add(',');
            if (random.OneIn(3))
                input.Add('\n');
            JsonGrammar.Space(random, input);
            if (random.OneIn(3))
                JsonGrammar.Value(random, input, 3);
            else
                JsonGrammar.Object(random, input, 3);
        }

        input.Add(']');
        if (random.OneIn(2))
            input.Add('\n');
    }

    protected override InputSource Source(FuzzRandom random) => random.OneIn(8) ? random.Pick<InputSource>(Others) : Plain;

    protected override void Begin(Span<byte> room)
    {
        room.Fill((byte)' ');
        "[\n\"x\""u8.CopyTo(room);
        ",\n"u8.CopyTo(room[^2..]);
    }

    protected override void Compare(ReadOnlyMemory<byte> input, InputSource source, ReadInput read, FuzzTally tally)
    {
        if (source != Plain || read.Refusal is not null)
            return;
        if (input.Span.StartsWith("\ufeff"u8))
            input = input[3..];
        if (input.Span.TrimStart(" \t\r\n"u8) is not [(byte)'[', ..])
            return;
        try
        {
            using var document = JsonDocument.Parse(input, Depth);
            CompareElements(document.RootElement, input.Span, read);
            tally.Met("whole arrays");
        }
        catch (JsonException)
        {
            FuzzFault.Unless(read.Records.Count > 0 && read.Records[^1].Fault is not null, $"takes what System.Text.Json refuses:\n{read}");
            tally.Met("broken arrays");
        }
    }

    private static void CompareElements(JsonElement array, ReadOnlySpan<byte> input, ReadInput read)
    {
        FuzzFault.Unless(read.Records.Count == array.GetArrayLength(), $"has {read.Records.Count} records of {array.GetArrayLength()}:\n{read}");
        for (var i = 0; i < read.Records.Count; i++)
        {
            var record = read.Records[i];
            var raw = JsonMarshal.GetRawUtf8Value(array[i]);
            input.Overlaps(raw, out var begins);
            var line = 1 + input[..begins].Count((byte)'\n');
            FuzzFault.Unless(record.Line == line, $"says line {record.Line} of the element of line {line}");
            var isObject = array[i].ValueKind == JsonValueKind.Object;
            var isGood = JsonReference.IsUtf8(raw) && !JsonReference.HasHalfSurrogate(raw) && (isObject || JsonReference.IsWithin(raw.ToArray(), 63));
            FuzzFault.Unless(isGood == record.Fault is null, $"judges element {i + 1} otherwise: {record.Fault ?? "good"}");
            if (isGood)
                FuzzFault.Unless(JsonReference.IsRecordOf(record.Json.Span, raw, isObject), $"element {i + 1} is not its record's bytes");
        }
    }
}
