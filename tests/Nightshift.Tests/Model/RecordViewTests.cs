using System.Text;
using Nightshift.Model;

namespace Nightshift.Tests.Model;

public sealed class RecordViewTests
{
    [Theory]
    [InlineData("""{"a":"x \"y\" é"}""", "x \"y\" é")]
    [InlineData("""{"a":1.50}""", "1.50")]
    [InlineData("""{"a":123456789012345678901234567890}""", "123456789012345678901234567890")]
    [InlineData("""{"a":true}""", "true")]
    [InlineData("""{"a":null}""", "")]
    [InlineData("""{"a":{ "k" : [1, "é<"] }}""", """{"k":[1,"é<"]}""")]
    public void A_value_reads_as_a_prompt_shows_it(string json, string text)
    {
        using var record = Records.Of(json);
        record.TryGetText("a", out var found).ShouldBeTrue();
        found.ShouldBe(text);
    }

    [Fact]
    public void A_column_that_is_not_there_is_not_the_same_as_an_empty_one()
    {
        using var record = Records.Of("""{"a":"","b":1}""");
        record.TryGetText("a", out _).ShouldBeTrue();
        record.TryGetText("c", out _).ShouldBeFalse();
        record.Columns.ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("[1]", "is not a JSON object")]
    [InlineData("{\"a\":", "is not JSON")]
    [InlineData("{\"a\":\"x\\ud83d\"}", "half of a surrogate pair")]
    [InlineData("{\"\\uDC00\":1}", "half of a surrogate pair")]
    public void What_cannot_be_read_says_why(string json, string reason)
    {
        RecordView.TryParse(Encoding.UTF8.GetBytes(json), out _, out var fault).ShouldBeFalse();
        fault.ShouldNotBeNull().ShouldContain(reason);
    }

    [Fact]
    public void A_whole_surrogate_pair_is_fine()
    {
        using var record = Records.Of("""{"a":"\ud83d\ude00"}""");
        record.TryGetText("a", out var text).ShouldBeTrue();
        text.ShouldBe("😀");
    }
}
