using System.Text;
using Nightshift.Model;
using Nightshift.Sinks;

namespace Nightshift.Tests.Sinks;

public sealed class OpenAiFormatTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_answer_is_the_body_as_the_provider_sent_it()
    {
        var body = """{"id":"chatcmpl-1", "n":1.50, "text":"a b"}""";
        var row = Rows.Answered(0, "{}", "x", userId: "mine") with { Answer = new Answer("x", Encoding.UTF8.GetBytes(body), null) };

        (await WriteAsync(row)).ShouldBe(
            """{"id":"batch_req_12_0","custom_id":"mine","response":{"status_code":200,"request_id":"req_12_0","body":"""
            + body + """},"error":null}""" + "\n");
    }

    [Fact]
    public async Task A_body_over_several_lines_becomes_one()
    {
        var row = Rows.Answered(0, "{}", "x") with { Answer = new Answer("x", "{\n  \"a\": \"b c\"\n}\n"u8.ToArray(), null) };

        (await WriteAsync(row)).ShouldContain("\"body\":{\"a\":\"b c\"}}");
    }

    [Fact]
    public async Task A_row_without_an_id_has_its_index_for_one_and_a_failed_row_its_error() =>
        (await WriteAsync(Rows.Failed(7, "{}", "content_filter", "declined"))).ShouldBe(
            """{"id":"batch_req_12_7","custom_id":"row-7","response":null,"error":{"code":"content_filter","message":"declined"}}""" + "\n");

    [Theory]
    [InlineData(RowState.Expired, "batch_expired", "expired")]
    [InlineData(RowState.Cancelled, "batch_cancelled", "cancelled")]
    [InlineData(RowState.Sent, "pending", "pending")]
    public async Task A_row_that_was_never_answered_says_so_in_the_providers_words(RowState state, string code, string word) =>
        (await WriteAsync(Rows.Failed(0, "{}", "", "") with { State = state, ErrorCode = null, Error = null }))
            .ShouldContain($$"""{"code":"{{code}}","message":"This request is {{word}}."}""");

    private Task<string> WriteAsync(params RowResult[] rows) =>
        Rows.WriteTextAsync(_folder, new OutputTarget("o.jsonl") { Format = OutputFormat.OpenAi }, [], Rows.Task, rows);
}
