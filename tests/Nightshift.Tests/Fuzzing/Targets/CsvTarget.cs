using System.Text;
using System.Text.Json;
using Nightshift.Intake;
using Nightshift.Tests.Fuzzing.Grammars;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>Separated values, against a naive reader of what is well formed.</summary>
internal sealed class CsvTarget : ReaderTarget
{
    private static readonly InputSource Plain = new("in.csv") { Format = InputFormat.Csv, Encoding = "utf-8", Delimiter = ',' };

    private static readonly InputSource[] Others =
    [
        new("in.csv"), new("in.tsv.gz"), new("in"), new("in.csv") { Format = InputFormat.Csv }, new("in.csv") { Delimiter = ';' }, new("in.csv") { Delimiter = '\t' }, new("in.csv") { Encoding = "utf-16" },
        new("in.csv") { Encoding = "shift_jis" }, new("in.csv") { Encoding = "gb18030" }, new("in.csv") { Encoding = "windows-1252" }, new("in.csv") { Encoding = "utf-8" },
    ];

    public override byte[][] Seeds { get; } =
    [
        [.. "a,b,c\n\" spaces \",\"quote \"\" comma , line\r\nbreak\",tab\there\n\u2028,\u00a0,'\n"u8], [.. "\ufeffid;text\r\n1;\"x\"\r\n"u8], [.. "sep=;\na;b\n1;2\n"u8], [.. "a,b\r1,2\r"u8],
        [.. "a,a,,a_2\n1,2,3,4,\n\n5,6,7,8"u8], [.. "a\n\"\"\n\"\n\"\n"u8],
    ];

    public override byte[][] Tokens => CsvGrammar.Tokens;

    public override (byte[] Open, byte[] Close)[] Brackets { get; } = [([(byte)'"'], [(byte)'"']), ([(byte)','], [(byte)',']), ([(byte)'\n'], [(byte)'\r'])];

    public override string[] MustMeet { get; } = ["good records", "bad records", "good and bad together", "across a buffer's end", "well formed", "input refused", "cells with line breaks"];

    protected override InputFormat Format => InputFormat.Csv;

    public override void Generate(FuzzRandom random, FuzzBuffer input) => CsvGrammar.Table(random, input);

    protected override InputSource Source(FuzzRandom random) => random.OneIn(6) ? random.Pick<InputSource>(Others) : Plain;

    protected override void Begin(Span<byte> room)
    {
        room.Fill((byte)'x');
        "u,v\n\n"u8.CopyTo(room);
        ",y\n"u8.CopyTo(room[^3..]);
    }

    protected override void Compare(ReadOnlyMemory<byte> input, InputSource source, ReadInput read, FuzzTally tally)
    {
        if (source != Plain || NaiveCsv.Read(input.Span, ',') is not { } expected || expected.Count == 0 || IsSeparatorLine(input.Span))
            return;
        tally.Met("well formed");
        FuzzFault.Unless(read.Refusal is null, $"refuses what is well formed: {read.Refusal}");
        FuzzFault.Unless(read.Records.Count == expected.Count - 1, $"has {read.Records.Count} records of {expected.Count - 1}:\n{read}");
        for (var i = 1; i < expected.Count; i++)
            CompareRecord(expected[i].Line, expected[i].Cells, expected[0].Cells.Count, read.Records[i - 1], tally);
        if (expected[0].Cells.TrueForAll(name => name.Length > 0) && expected[0].Cells.Distinct().Count() == expected[0].Cells.Count)
            FuzzFault.Unless(read.Columns.SequenceEqual(expected[0].Cells), "has other columns than the header");
    }

    /// <summary>Excel takes it in any letters.</summary>
    private static bool IsSeparatorLine(ReadOnlySpan<byte> input) => input.Length >= 4 && Ascii.EqualsIgnoreCase(input[..4], "sep="u8);

    private static void CompareRecord(int line, List<string> cells, int columns, InputRecord record, FuzzTally tally)
    {
        FuzzFault.Unless(record.Line == line, $"says line {record.Line} of the record of line {line}");
        var fits = cells.Count == columns || (cells.Count == columns + 1 && cells[^1].Length == 0);
        FuzzFault.Unless(fits == record.Fault is null, $"judges the record of line {line} otherwise: {record.Fault ?? "good"}");
        if (!fits)
            return;
        var reader = new Utf8JsonReader(record.Json.Span);
        var cell = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
                FuzzFault.Unless(reader.GetString() == cells[cell++], $"has another cell {cell} in the record of line {line}: {reader.GetString()}");
        }

        FuzzFault.Unless(cell == columns, $"has {cell} cells in the record of line {line}");
        if (cells.Exists(one => one.Contains('\n')))
            tally.Met("cells with line breaks");
    }
}
