using System.Text;
using Nightshift.Model;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Tests.Protocols.ChatCompletions;

public sealed class RawBodyRendererTests
{
    private const string Messages = """ "messages" : [ {"role":"user","content":"caf\u00e9 \/ body"} ]""";

    [Fact]
    public void The_body_is_taken_byte_for_byte()
    {
        var body = $$"""{ "model":"m" , {{Messages}}, "x":1.0e+2 }""";
        Render("", $$"""{"custom_id":"body","body": {{body}} ,"url":"/v1"}""").ShouldBe(body);
    }

    [Theory]
    [InlineData("""{ "model": "old" ,MM}""", """{ "model": "org/new" ,MM}""")]
    [InlineData("""{"model":"a",MM,"model":"b"}""", """{"model":"org/new",MM,"model":"org/new"}""")]
    [InlineData("""{MM}""", """{"model":"org/new",MM}""")]
    [InlineData("""{"metadata":{"model":"x"},MM,"model":"a"}""", """{"metadata":{"model":"x"},MM,"model":"org/new"}""")]
    public void A_model_that_the_user_named_takes_the_place_of_the_bodys_own(string body, string expected) =>
        Render("openai/org/new", $$"""{"body":{{Full(body)}}}""").ShouldBe(Full(expected));

    [Theory]
    [InlineData("""{"custom_id":"1"}""", "has no 'body'")]
    [InlineData("""{"x":{"body":{}}}""", "has no 'body'")]
    [InlineData("""{"body":"text"}""", "not a JSON object")]
    [InlineData("""{"body":{}}""", "without a model")]
    [InlineData("""{"body":""", "is not JSON")]
    public void A_line_that_cannot_be_sent_says_why(string line, string sentence) => Fault("", line).ShouldContain(sentence);

    [Fact]
    public void An_empty_body_with_a_model_still_lacks_messages() => Fault("openai/m", """{"body":{ }}""").ShouldContain("without messages");

    private static string Full(string body) => body.Replace("MM", Messages, StringComparison.Ordinal);

    private static string Render(string model, string line) => Encoding.UTF8.GetString(
        Rendered(model, line).ShouldBeOfType<RenderedRequest.Ready>().Body.Span);

    private static string Fault(string model, string line) => Rendered(model, line).ShouldBeOfType<RenderedRequest.Faulty>().Sentence;

    private static RenderedRequest Rendered(string model, string line)
    {
        if (!RecordView.TryParse(Encoding.UTF8.GetBytes(line), out var record, out var malformed))
            return new RenderedRequest.Faulty(malformed);
        using (record)
            return new RawBodyRenderer(model.Length == 0 ? null : model[(model.IndexOf('/') + 1)..]).Render(record);
    }
}
