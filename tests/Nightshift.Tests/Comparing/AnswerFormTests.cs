using Nightshift.Engine.Comparing;
using Nightshift.Model;

namespace Nightshift.Tests.Comparing;

/// <summary>When two answers are the same one.</summary>
public sealed class AnswerFormTests
{
    private static readonly AnswerForm Free = new(new TaskDefinition { Model = "sim/echo" });
    private static readonly AnswerForm Labelled = new(new TaskDefinition { Model = "sim/echo", OneOf = ["Refund", "billing"] });
    private static readonly AnswerForm Json = new(new TaskDefinition { Model = "sim/echo", Schema = """{"type":"object"}""" });

    [Theory]
    [InlineData("Berlin", " berlin\n", true)]
    [InlineData("New  York\r\nCity", "new york city", true)]
    [InlineData("Berlin", "Berlin.", false)]
    [InlineData("1.0", "1", false)]
    [InlineData("""{"a": 1, "b": [1, 2]}""", """{"b":[1.0,2e0],"a":1}""", true)]
    [InlineData("[1, 2]", "[2, 1]", false)]
    [InlineData("{broken", "{BROKEN", true)]
    public void Free_text_is_compared_without_case_and_blanks_and_json_as_json(string one, string other, bool same) =>
        (Free.Of(one) == Free.Of(other)).ShouldBe(same);

    [Theory]
    [InlineData("""{"total": 12.50, "open": true}""", """{ "open": true, "total": 1.25e1 }""", true)]
    [InlineData("""{"total": -0.0}""", """{"total": 0}""", true)]
    [InlineData("""{"total": 12.5}""", """{"total": "12.5"}""", false)]
    [InlineData("""{"city": "Berlin"}""", """{"city": "berlin"}""", false)]
    [InlineData("""{"city": "M\u00fcnchen"}""", """{"city": "München"}""", true)]
    [InlineData("""{"a": 1, "a": 2}""", """{"a": 2}""", true)]
    [InlineData("""{"a": null}""", "{}", false)]
    [InlineData("""{"n": 100000000000000000000000000000000000001}""", """{"n": 100000000000000000000000000000000000002}""", false)]
    [InlineData("12.0", "12", true)]
    [InlineData("\"Berlin\"", "berlin", true)]
    public void Json_is_compared_by_what_it_says(string one, string other, bool same) => (Json.Of(one) == Json.Of(other)).ShouldBe(same);

    [Theory]
    [InlineData("0", "0e0")]
    [InlineData("-0.00", "0e0")]
    [InlineData("1200", "12e2")]
    [InlineData("-0.012", "-12e-3")]
    [InlineData("1.20E+3", "12e2")]
    [InlineData("1e99999999999999999999", "1e99999999999999999999")]
    public void A_number_has_one_spelling(string written, string canonical) => CanonicalJson.Number(written).ShouldBe(canonical);

    [Fact]
    public void A_label_is_the_tasks_whatever_the_input_makes_of_its_case()
    {
        Labelled.Agrees(" refund ", "label", "Refund").ShouldBeTrue();
        Labelled.Agrees("billing", "label", "Refund").ShouldBeFalse();
        Labelled.Label("REFUND").ShouldBe("Refund");
        Labelled.Label("refunds").ShouldBeNull();
    }

    [Fact]
    public void A_plain_value_is_held_against_the_answers_member_of_its_columns_name()
    {
        const string Answer = """{"total": 12.50, "city": "Berlin", "paid": true}""";
        Json.Agrees("12.5", "total", Answer).ShouldBeTrue();
        Json.Agrees("berlin ", "city", Answer).ShouldBeTrue();
        Json.Agrees("true", "paid", Answer).ShouldBeTrue();
        Json.Agrees("Berlin", "town", Answer).ShouldBeFalse();
        Json.Agrees("""{"city":"Berlin","paid":true,"total":12.5}""", "total", Answer).ShouldBeTrue();
        Free.Agrees("Berlin", "city", Answer).ShouldBeFalse("nobody asked for JSON");
    }

    [Theory]
    [InlineData("{\"a\": \"\\ud800\"}")]
    [InlineData("\ud800")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("")]
    public void Hostile_answers_are_texts_as_any_other(string answer) => Json.Of(answer).ShouldBe(Json.Of(answer + " "));
}
