using System.Text.Json;
using Nightshift.Model;
using Nightshift.Sinks;

namespace Nightshift.Tests.Sinks;

public sealed class JsonlFormatTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_row_is_an_object_of_eleven_members()
    {
        var line = await WriteAsync(Rows.Task, Rows.Answered(3, """{"text": "héllo"}""", "HÉLLO 日本", userId: "u-3"));

        line.ShouldBe(
            """{"id":"u-3","index":3,"row":{"text": "héllo"},"output":"HÉLLO 日本","status":"succeeded","error":null,"model":"echo","mode":"live","""
            + """
              "usage":{"input_tokens":10,"output_tokens":2,"cached_input_tokens":4,"reasoning_tokens":1},"cost_usd":0.000042,"attempts":1}

              """);
    }

    [Fact]
    public async Task A_row_without_an_answer_has_its_error()
    {
        var line = await WriteAsync(Rows.Task, Rows.Failed(0, "", "bad_record", "not \"JSON\""));

        line.ShouldStartWith(
            """{"id":null,"index":0,"row":null,"output":null,"status":"failed","error":{"code":"bad_record","message":"not \"JSON\""},"model":null,"mode":null,""");
        line.ShouldEndWith("\"cost_usd\":null,\"attempts\":3}\n");
    }

    [Fact]
    public async Task An_answer_by_schema_is_a_value_and_not_a_text()
    {
        var task = Rows.Task with { Schema = "{}" };

        (await WriteAsync(task, Rows.Answered(0, "{}", "{\n  \"a\": 1.0\n}"))).ShouldContain("\"output\":{\"a\":1.0},");
        (await WriteAsync(task, Rows.Answered(0, "{}", "{\"a\":"))).ShouldContain("\"output\":\"{\\\"a\\\":\",");
        (await WriteAsync(task, Rows.Answered(0, "{}", ""))).ShouldContain("\"output\":\"\",");
        (await WriteAsync(task, Rows.Answered(0, "{}", "1 2"))).ShouldContain("\"output\":\"1 2\",");
    }

    [Fact]
    public async Task A_record_over_several_lines_becomes_one()
    {
        var line = await WriteAsync(Rows.Task, Rows.Answered(0, "{\r\n  \"a b\": [1,\n 2],\n \"c\": \" \\\" \\\\\" }", "x"));

        line.ShouldContain("""  "row":{"a b":[1,2],"c":" \" \\"},""".Trim());
        line.Count(c => c == '\n').ShouldBe(1);
    }

    [Theory]
    [InlineData("\u2028 \u2029 \u0085")]
    [InlineData("line\nline\r\nline\rend \0")]
    [InlineData("👩‍👩‍👧 and 日本")]
    [InlineData("=1+1 \"x\" \\ </script>")]
    public async Task A_text_of_any_kind_stays_on_its_line_and_survives(string text)
    {
        var line = await WriteAsync(Rows.Task, Rows.Answered(0, "{}", text));

        line[..^1].ShouldNotContain('\n');
        line.ShouldNotContain('\u2028');
        JsonDocument.Parse(line).RootElement.GetProperty("output").GetString().ShouldBe(text);
    }

    [Theory]
    [InlineData("0.0000001", "0.0000001")]
    [InlineData("0.150000", "0.15")]
    [InlineData("0", "0")]
    [InlineData("12345678901234567890.00000001", "12345678901234567890.00000001")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    public async Task Dollars_are_exact_and_without_exponent(string usd, string written)
    {
        var row = Rows.Answered(0, "{}", "x") with { CostUsd = decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture) };

        (await WriteAsync(Rows.Task, row)).ShouldContain($"\"cost_usd\":{written},");
    }

    [Theory]
    [InlineData(RowState.Pending, "pending")]
    [InlineData(RowState.Claimed, "pending")]
    [InlineData(RowState.Sent, "pending")]
    [InlineData(RowState.Failed, "failed")]
    [InlineData(RowState.Cancelled, "cancelled")]
    [InlineData(RowState.Expired, "expired")]
    public async Task A_state_has_its_word(RowState state, string word) =>
        (await WriteAsync(Rows.Task, Rows.Failed(0, "{}", "c", "m") with { State = state })).ShouldContain($"\"status\":\"{word}\",");

    [Theory]
    [InlineData(AnswerMode.Live, "live")]
    [InlineData(AnswerMode.Batch, "batch")]
    [InlineData(AnswerMode.Duplicate, "duplicate")]
    [InlineData(AnswerMode.Cache, "cache")]
    public async Task A_mode_has_its_word(AnswerMode mode, string word) =>
        (await WriteAsync(Rows.Task, Rows.Answered(0, "{}", "x") with { Mode = mode })).ShouldContain($"\"mode\":\"{word}\",");

    private Task<string> WriteAsync(TaskDefinition task, params RowResult[] rows) =>
        Rows.WriteTextAsync(_folder, new OutputTarget("o.jsonl"), [], task, rows);
}
