using Nightshift.Simulator.Answers;

namespace Nightshift.Simulator.Tests.Answers;

public sealed class LabelFinderTests
{
    [Theory]
    [InlineData("Answer with one of: a, b, c", "a|b|c")]
    [InlineData("answer with One Of: a, b or c.", "a|b|c")]
    [InlineData("one of these labels: \"late delivery\", 'refund', and `other`.", "late delivery|refund|other")]
    [InlineData("exactly one of:\n- a\n- b c\n\n- not this", "a|b c")]
    [InlineData("one of the following:\n\n* a\n* b\nText", "a|b")]
    [InlineData("one of:\r\n- a\r\n- b\r\n", "a|b")]
    [InlineData("one of my orders is late. Pick one of: x, y", "x|y")]
    [InlineData("one of my orders is late", "")]
    [InlineData("one of", "")]
    [InlineData("", "")]
    public void Labels_are_found_after_the_words_one_of(string text, string labels) =>
        string.Join('|', LabelFinder.Find([text])).ShouldBe(labels);
}
