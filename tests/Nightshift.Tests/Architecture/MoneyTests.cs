using System.Text.RegularExpressions;

namespace Nightshift.Tests.Architecture;

/// <summary>Dollars are decimals, wherever they are: a binary fraction of a cent is a cent that is missing in some sum.</summary>
public sealed partial class MoneyTests
{
    [Fact]
    public void No_money_is_reckoned_in_floating_point()
    {
        var lines = SourceTree.Files("src/Nightshift").Concat(SourceTree.Files("src/Nightshift.Cli")).Concat(SourceTree.Files("src/Nightshift.Simulator"))
            .SelectMany(file => File.ReadLines(file).Index().Select(line => (File: Path.GetFileName(file), Number: line.Index + 1, Text: CommentPattern().Replace(line.Item, ""))))
            .ToList();
        lines.Count(line => MoneyPattern().IsMatch(line.Text)).ShouldBeGreaterThan(300, "the words for money are still these");
        lines.Where(line => MoneyPattern().IsMatch(line.Text) && FloatPattern().IsMatch(line.Text)).Select(line => $"{line.File}:{line.Number} {line.Text.Trim()}").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("src/Nightshift/Pricing")]
    [InlineData("src/Nightshift/Engine/Reporting")]
    [InlineData("src/Nightshift/Engine/Estimating")]
    public void What_money_is_made_of_is_not_either(string folder)
    {
        var files = SourceTree.Files(folder).ToList();
        files.ShouldNotBeEmpty();
        files.SelectMany(File.ReadLines).Select(line => CommentPattern().Replace(line, ""))
            .Where(line => FloatPattern().IsMatch(line) && !line.Contains("TimeSpan", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"Usd|Cost|Dollar|Price|Rates\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MoneyPattern();

    [GeneratedRegex(@"\b(double|float|Half)\b|\d[dDfF]\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FloatPattern();

    [GeneratedRegex(@"//.*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommentPattern();
}
