using System.Text;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Tests.Protocols.ChatCompletions;

public sealed class ChatRequestRulesTests
{
    private const string Message = """{"role":"user","content":"x"}""";

    [Theory]
    [InlineData("""[]""", "not a JSON object")]
    [InlineData("""{"model":""", "not JSON")]
    [InlineData("""{"messages":[M]}""", "without a model")]
    [InlineData("""{"model":" ","messages":[M]}""", "without a model")]
    [InlineData("""{"model":"m"}""", "without messages")]
    [InlineData("""{"model":"m","messages":[]}""", "without messages")]
    [InlineData("""{"model":"m","messages":[M,3]}""", "message (2) that is not")]
    [InlineData("""{"model":"m","messages":[{"content":"x"}]}""", "message (1) without a role")]
    [InlineData("""{"model":"m","messages":[{"role":"usr","content":"x"}]}""", "unknown role 'usr'; did you mean 'user'?")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":" "}]}""", "message (1) without content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[]}]}""", "message (1) without content")]
    [InlineData("""{"model":"m","messages":[M],"stream":true}""", "asks for a stream")]
    [InlineData("""{"model":"m","messages":[M],"n":2}""", "asks for 2 answers")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"\ud800"}]}""", "surrogate")]
    public void A_body_that_breaks_a_rule_says_which(string body, string sentence) => Check(body).ShouldNotBeNull().ShouldContain(sentence);

    [Theory]
    [InlineData("""{"model":"m","messages":[M],"n":1,"stream":false}""")]
    [InlineData("""{"model":"m","messages":[M,{"role":"assistant","content":null,"tool_calls":[{}]},{"role":"tool","content":""}]}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"x"}]}]}""")]
    public void A_body_within_the_rules_passes(string body) => Check(body).ShouldBeNull();

    [Fact]
    public void A_body_that_is_too_large_is_refused() =>
        ChatRequestRules.CheckOwn("x", ChatRequestRules.MaxBodyBytes + 1).ShouldNotBeNull().ShouldContain("64 MB are the most");

    private static string? Check(string body) => ChatRequestRules.Check(Encoding.UTF8.GetBytes(body.Replace("M", Message, StringComparison.Ordinal)));
}
