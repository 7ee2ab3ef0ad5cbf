using Nightshift.Sinks;

namespace Nightshift.Tests.Sinks;

public sealed class OutputShapeTests
{
    [Fact]
    public void Columns_of_ours_give_way_to_the_inputs_names()
    {
        var shape = OutputShape.For(["answer", "_status", "answer_2", "Answer"], Rows.Task);

        shape.Columns.ShouldBe(
        [
            "answer", "_status", "answer_2", "Answer", "answer_3",
            "_status_2", "_error", "_model", "_mode", "_input_tokens", "_output_tokens", "_cost_usd",
        ]);
    }

    [Fact]
    public void An_answer_named_like_a_status_column_keeps_its_name_and_the_status_moves() =>
        OutputShape.For([], Rows.Task with { OutputColumn = "_error" }).Columns.ShouldBe(
            ["_error", "_status", "_error_2", "_model", "_mode", "_input_tokens", "_output_tokens", "_cost_usd"]);

    [Theory]
    [InlineData("""{"type":"array","items":{}}""")]
    [InlineData("""{"type":"object"}""")]
    [InlineData("true")]
    public void A_schema_without_properties_leaves_the_answer_in_one_column(string schema)
    {
        var shape = OutputShape.For([], Rows.Task with { Schema = schema });

        shape.AnswerColumns.ShouldBe(["answer"]);
        shape.AnswerIsJson.ShouldBeTrue();
    }
}
