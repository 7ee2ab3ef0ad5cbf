using System.Text;
using Nightshift.Validation;

namespace Nightshift.Tests.Validation;

/// <summary>One fault each, in the second line of a file whose other lines are good.</summary>
public sealed class LineFaultTests
{
    [Theory]
    [InlineData("", FaultKind.BlankLine)]
    [InlineData("  \t\r", FaultKind.BlankLine)]
    [InlineData("{\"custom_id\":", FaultKind.InvalidJson)]
    [InlineData("{} {}", FaultKind.InvalidJson)]
    [InlineData("[]", FaultKind.NotAnObject)]
    [InlineData("\"text\"", FaultKind.NotAnObject)]
    [InlineData("{\"a\":\"\0\"}", FaultKind.NulByte)]
    [InlineData("{\"a\":\"\\ud800 alone\"}", FaultKind.HalfSurrogate)]
    public void A_line_that_is_no_json_object_is_named(string line, FaultKind kind) => ShouldBeTheOnlyFault(line, kind);

    [Theory]
    [InlineData("""{"method":"POST","url":"/v1/chat/completions","body":BODY}""", FaultKind.MissingId)]
    [InlineData("""{"custom_id":"","method":"POST","url":"/v1/chat/completions","body":BODY}""", FaultKind.MissingId)]
    [InlineData("""{"custom_id":7,"method":"POST","url":"/v1/chat/completions","body":BODY}""", FaultKind.MissingId)]
    [InlineData("""{"custom_id":"first","method":"POST","url":"/v1/chat/completions","body":BODY}""", FaultKind.DuplicateId)]
    [InlineData("""{"custom_id":"fi\u0072st","method":"POST","url":"/v1/chat/completions","body":BODY}""", FaultKind.DuplicateId)]
    [InlineData("""{"custom_id":"x","url":"/v1/chat/completions","body":BODY}""", FaultKind.BadMethod)]
    [InlineData("""{"custom_id":"x","method":"post","url":"/v1/chat/completions","body":BODY}""", FaultKind.BadMethod)]
    [InlineData("""{"custom_id":"x","method":"POST","body":BODY}""", FaultKind.BadUrl)]
    [InlineData("""{"custom_id":"x","method":"POST","url":"/v1/chat/completion","body":BODY}""", FaultKind.BadUrl)]
    [InlineData("""{"custom_id":"x","method":"POST","url":"/v1/embeddings","body":{"model":"m","input":"a"}}""", FaultKind.MixedUrls)]
    [InlineData("""{"custom_id":"x","method":"POST","url":"/v1/chat/completions"}""", FaultKind.MissingBody)]
    [InlineData("""{"custom_id":"x","method":"POST","url":"/v1/chat/completions","body":"{}"}""", FaultKind.MissingBody)]
    public void A_member_that_is_missing_or_wrong_is_named(string line, FaultKind kind) => ShouldBeTheOnlyFault(line.Replace("BODY", Checked.GoodBody), kind);

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}]}""", FaultKind.MissingModel)]
    [InlineData("""{"model":"other","messages":[{"role":"user","content":"hi"}]}""", FaultKind.MixedModels)]
    [InlineData("""{"model":"m"}""", FaultKind.MissingInput)]
    [InlineData("""{"model":"m","messages":[]}""", FaultKind.MissingInput)]
    [InlineData("""{"model":"m","messages":[{"role":"usr","content":"hi"}]}""", FaultKind.BadMessage)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":" \u0020\n"}]}""", FaultKind.BadMessage)]
    [InlineData("""{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""", FaultKind.Streaming)]
    public void A_request_that_would_be_refused_is_named(string body, FaultKind kind) => ShouldBeTheOnlyFault(Checked.Line("x", body), kind);

    [Fact]
    public void Bytes_that_are_no_utf8_are_named() => Checked.File([.. Encoding.UTF8.GetBytes($"{Checked.Line("a")}\n"), .. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}\n"u8])
        .Short().ShouldBe(["2 NotUtf8"]);

    [Fact]
    public void Every_fault_of_a_line_is_named_and_says_its_cure()
    {
        var report = Checked.File(Checked.Line("a") + "\n" + """{"custom_id":"b","method":"GET","url":"/v1/chat/completions","body":{"model":"other","stream":true}}""");
        report.Short().ShouldBe(["2 BadMethod", "2 MixedModels", "2 Streaming", "2 MissingInput"], ignoreOrder: true);
        report.Faults.Shown[0].Sentence.ShouldBe("has the method 'GET'; it must be POST");
        report.Faults.Shown.ShouldAllBe(fault => fault.Sentence.Contains("; ", StringComparison.Ordinal));
    }

    [Fact]
    public void U2028_and_its_like_are_text_and_break_no_line() =>
        Checked.File($"{Checked.Line("a\u2028b\u0085c")}\n{Checked.Line("d")}\n").Short().ShouldBeEmpty();

    private static void ShouldBeTheOnlyFault(string line, FaultKind kind)
    {
        var report = Checked.File($"{Checked.Line("first")}\n{line}\n{Checked.Line("last")}\n");
        report.Short().ShouldBe([$"2 {kind}"]);
        report.IsClean.ShouldBeFalse();
    }
}
