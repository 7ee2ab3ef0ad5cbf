using Nightshift.Sinks;

namespace Nightshift.Tests.Sinks;

public sealed class OutputTargetTests
{
    [Theory]
    [InlineData("a.csv", OutputFormat.Csv)]
    [InlineData("A.CSV", OutputFormat.Csv)]
    [InlineData("a.tsv.gz", OutputFormat.Csv)]
    [InlineData("a.jsonl", OutputFormat.Jsonl)]
    [InlineData("a.ndjson.gz", OutputFormat.Jsonl)]
    [InlineData("-", OutputFormat.Jsonl)]
    [InlineData("/dev/stdout", OutputFormat.Jsonl)]
    public void The_ending_tells_the_format(string path, OutputFormat format) => new OutputTarget(path).ResolvedFormat.ShouldBe(format);

    [Theory]
    [InlineData("answers")]
    [InlineData("answers.txt")]
    [InlineData("answers.xlsx")]
    [InlineData("answers.gz")]
    public void A_name_that_does_not_tell_is_refused_with_the_names_that_do(string path) =>
        Should.Throw<OutputException>(() => OutputFile.CheckWritable(new OutputTarget(path))).Message.ShouldContain(".csv, .tsv, .jsonl or .ndjson");

    [Fact]
    public void The_users_word_goes_before_the_ending() =>
        new OutputTarget("answers.txt") { Format = OutputFormat.Csv }.ResolvedFormat.ShouldBe(OutputFormat.Csv);
}
