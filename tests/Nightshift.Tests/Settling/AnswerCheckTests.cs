using Nightshift.Model;
using Nightshift.Settling;

namespace Nightshift.Tests.Settling;

public sealed class AnswerCheckTests
{
    private const string Schema = """{"type":"object","properties":{"score":{"type":"integer","minimum":1},"when":{"type":"string"}},"required":["score"],"additionalProperties":false}""";

    private static readonly AnswerCheck Labels = new(new TaskDefinition { Model = "sim/label", OneOf = ["card_lost", "Card arrival", "C++", "other: misc"] });
    private static readonly AnswerCheck Json = new(new TaskDefinition { Model = "sim/json", Schema = Schema });

    [Theory]
    [InlineData("""{"score":123456789012345678901234567890}""")]
    [InlineData("""{"score":1e999}""")]
    public void A_number_beyond_measure_is_an_answer_to_be_refused_and_no_more(string answer) =>
        Json.Check(answer).ShouldBeOfType<CheckedAnswer.Rejected>();

    [Theory]
    [InlineData("card_lost", "card_lost")]
    [InlineData(" CARD ARRIVAL.\n", "Card arrival")]
    [InlineData("\"card_lost\"", "card_lost")]
    [InlineData("'card_lost'.", "card_lost")]
    [InlineData("`card_lost`", "card_lost")]
    [InlineData("**card_lost**", "card_lost")]
    [InlineData("**Label:** card_lost", "card_lost")]
    [InlineData("Label: **Card arrival**.", "Card arrival")]
    [InlineData("Final answer: \"C++\"", "C++")]
    [InlineData("“card_lost”", "card_lost")]
    [InlineData("- card_lost", "card_lost")]
    [InlineData("```\ncard_lost\n```", "card_lost")]
    [InlineData("Other: misc", "other: misc")]
    [InlineData("answer: other: misc", "other: misc")]
    public void A_label_is_found_under_what_models_wrap_around_it(string answer, string label) =>
        Labels.Check(answer).ShouldBe(new CheckedAnswer.Accepted(label));

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("**")]
    [InlineData("refund")]
    [InlineData("card_lost or C++")]
    [InlineData("not: card_lost")]
    public void An_answer_that_means_no_label_is_rejected(string answer) =>
        Labels.Check(answer).ShouldBe(new CheckedAnswer.Rejected($"answer \"{answer}\" is none of the labels"));

    [Fact]
    public void A_long_answer_is_quoted_in_part() =>
        Labels.Check("line\n" + new string('x', 500)).ShouldBeOfType<CheckedAnswer.Rejected>().Sentence.ShouldBe($"answer \"line {new string('x', 75)}…\" is none of the labels");

    [Theory]
    [InlineData("""{"score":1}""", """{"score":1}""")]
    [InlineData("```json\n{\"score\":2,\"when\":\"2026-01-01T00:00:00Z\"}\n```", """{"score":2,"when":"2026-01-01T00:00:00Z"}""")]
    [InlineData("  ```\n{\"score\":3}```  ", """{"score":3}""")]
    public void Json_that_fits_is_accepted_without_its_fence(string answer, string json) => Json.Check(answer).ShouldBe(new CheckedAnswer.Accepted(json));

    [Theory]
    [InlineData("{}", "does not fit the schema: score: property required")]
    [InlineData("""{"score":0}""", "score: number too small")]
    [InlineData("""{"score":1,"x":1}""", "x: no additional properties allowed")]
    [InlineData("[]", "the whole: object expected")]
    [InlineData("{'score':1}", "is not JSON")]
    [InlineData("Sure! {\"score\":1}", "is not JSON")]
    [InlineData("", "is not JSON")]
    [InlineData("``````", "is not JSON")]
    [InlineData("```", "is not JSON")]
    public void Json_that_does_not_fit_is_rejected_with_the_first_error(string answer, string sentence) =>
        Json.Check(answer).ShouldBeOfType<CheckedAnswer.Rejected>().Sentence.ShouldContain(sentence);

    [Fact]
    public void A_free_answer_passes_as_it_is() =>
        new AnswerCheck(new TaskDefinition { Model = "sim/echo" }).Check(" a\n").ShouldBe(new CheckedAnswer.Accepted(" a\n"));
}
