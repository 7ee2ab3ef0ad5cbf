using System.Text.Json;
using Nightshift.Model;
using Nightshift.Sinks;

namespace Nightshift.Tests.Sinks;

public sealed class CsvFormatTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_row_is_its_input_then_its_answer_then_what_became_of_it()
    {
        var csv = await WriteAsync(["id", "text"], Rows.Task, Rows.Answered(0, """{"id":"7","text":"hello"}""", "HELLO"));

        csv.ShouldBe(
            "id,text,answer,_status,_error,_model,_mode,_input_tokens,_output_tokens,_cost_usd\n"
            + "7,hello,HELLO,succeeded,,echo,live,10,2,0.000042\n");
    }

    [Fact]
    public async Task A_row_without_an_answer_says_why()
    {
        var csv = await WriteAsync(["id"], Rows.Task,
            Rows.Failed(0, """{"id":"1"}""", "content_filter", "the provider, \"politely\", declined"),
            Rows.Failed(1, """{"id":"2"}""", "x", "y") with { State = RowState.Sent, ErrorCode = null, Error = null },
            Rows.Failed(2, "", "bad_record", "not JSON"));

        CsvReading.Read(csv)[1..].Select(r => string.Join('|', r[..4])).ShouldBe(
        [
            "1||failed|content_filter: the provider, \"politely\", declined",
            "2||pending|",
            "||failed|bad_record: not JSON",
        ]);
    }

    [Fact]
    public async Task A_header_alone_is_a_complete_output() =>
        (await WriteAsync(["a"], Rows.Task)).ShouldBe("a,answer,_status,_error,_model,_mode,_input_tokens,_output_tokens,_cost_usd\n");

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData(" spaces kept ")]
    [InlineData("a,b;c\td")]
    [InlineData("\"quoted\"")]
    [InlineData("\"")]
    [InlineData("line\nline\r\nline\rend")]
    [InlineData("👩‍👩‍👧 ﷽ Ω≈ç√∫ 日本語 עברית")]
    [InlineData("=SUM(A1:A9)")]
    [InlineData("nul\0 and bell\a")]
    [InlineData("\u2028 is no line break")]
    [InlineData("back\\slash \\n")]
    public async Task Input_cells_come_out_as_they_went_in(string cell)
    {
        foreach (var (name, delimiter) in new[] { ("o.csv", ','), ("o.tsv", '\t') })
        {
            var record = JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["first"] = cell, ["last"] = cell });
            var csv = await Rows.WriteTextAsync(_folder, new OutputTarget(name), ["first", "last"], Rows.Task, Rows.Answered(0, record, "x"));

            CsvReading.Read(csv, delimiter)[1][..2].ShouldBe([cell, cell]);
        }
    }

    [Fact]
    public async Task A_cell_of_five_megabytes_is_a_cell_like_any_other()
    {
        var cell = string.Concat(Enumerable.Repeat("five \"mega\", bytes\n", 5 * 1024 * 1024 / 19));
        var record = JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = cell });

        var csv = await WriteAsync(["a"], Rows.Task, Rows.Answered(0, record, cell), Rows.Answered(1, """{"a":"next"}""", "next"));

        var rows = CsvReading.Read(csv);
        rows[1][..2].ShouldBe([cell, cell]);
        rows[2][..2].ShouldBe(["next", "next"]);
    }

    [Theory]
    [InlineData("null", "")]
    [InlineData("true", "true")]
    [InlineData("-1.50e+3", "-1.50e+3")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("""{ "b" : [ 1, "x y\" ]" ] }""", """{"b":[1,"x y\" ]"]}""")]
    [InlineData("[]", "[]")]
    [InlineData("\"\\u00e9\\ud83d\\ude00\\n\"", "é😀\n")]
    [InlineData("\"half \\ud800 pair\"", "half \\ud800 pair")]
    public async Task A_JSON_value_becomes_a_cell(string value, string cell)
    {
        var csv = await WriteAsync(["before", "a", "missing"], Rows.Task, Rows.Answered(0, $$"""{ "a" : {{value}} , "before":1}""", "x"));

        CsvReading.Read(csv)[1][..4].ShouldBe(["1", cell, "", "x"]);
    }

    [Fact]
    public async Task A_value_nested_ten_thousand_deep_is_written()
    {
        var deep = new string('[', 10_000) + new string(']', 10_000);

        CsvReading.Read(await WriteAsync(["a"], Rows.Task, Rows.Answered(0, $$"""{"a":{{deep}}}""", "x")))[1][0].ShouldBe(deep);
    }

    [Fact]
    public async Task Columns_are_found_whatever_order_and_spelling_a_record_has()
    {
        var csv = await WriteAsync(["a", "b", "ü"], Rows.Task,
            Rows.Answered(0, """{"\u00fc":"3","b":"2","a":"1"}""", "x"),
            Rows.Answered(1, """{"b":"2","other":{"a":9},"a":"first","a":"last"}""", "x"));

        CsvReading.Read(csv)[1..].Select(r => string.Join('|', r[..3])).ShouldBe(["1|2|3", "last|2|"]);
    }

    [Fact]
    public async Task A_BOM_comes_first_when_asked_for()
    {
        var path = _folder.At("bom.csv");
        await OutputFile.WriteAsync(new OutputTarget(path) { Bom = true }, OutputShape.For(["a"], Rows.Task), Rows.Stream([]));

        (await File.ReadAllBytesAsync(path)).AsSpan()[..4].ToArray().ShouldBe([0xEF, 0xBB, 0xBF, (byte)'a']);
    }

    [Fact]
    public async Task An_answer_by_schema_has_a_column_for_each_property()
    {
        var task = Rows.Task with { Schema = """{"type":"object","properties":{"mood":{},"words":{"type":"integer"},"tags":{}}}""" };
        var csv = await WriteAsync(["words"], task,
            Rows.Answered(0, """{"words":"in"}""", """{"words": -3, "mood": "=bad", "tags": ["a", "b"], "more": 1}"""),
            Rows.Answered(1, """{"words":"in"}""", "not, JSON"));

        CsvReading.Read(csv).Select(r => string.Join('|', r[..4])).ShouldBe(
        [
            "words|mood|words_2|tags",
            "in|'=bad|-3|[\"a\",\"b\"]",
            "in|not, JSON||",
        ]);
    }

    [Fact]
    public async Task An_answer_by_schema_stays_in_one_column_when_the_task_names_it()
    {
        var task = Rows.Task with { Schema = """{"type":"object","properties":{"mood":{}}}""", OutputColumn = "all" };

        CsvReading.Read(await WriteAsync(["a"], task, Rows.Answered(0, "{}", """{"mood":1}"""))).Select(r => r[1]).ShouldBe(["all", """{"mood":1}"""]);
    }

    private Task<string> WriteAsync(IReadOnlyList<string> columns, TaskDefinition task, params RowResult[] rows) =>
        Rows.WriteTextAsync(_folder, new OutputTarget("o.csv"), columns, task, rows);
}
