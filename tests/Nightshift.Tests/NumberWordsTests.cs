using System.Globalization;

namespace Nightshift.Tests;

public sealed class NumberWordsTests
{
    [Theory]
    [InlineData("0", "$0.00", "$0.00")]
    [InlineData("0.0000004", "$0.0", "$0.00")]
    [InlineData("0.000123", "$0.000123", "$0.000123")]
    [InlineData("0.009", "$0.009", "$0.009")]
    [InlineData("0.25", "$0.25", "$0.25")]
    [InlineData("0.123456", "$0.1235", "$0.123456")]
    [InlineData("1", "$1.00", "$1.00")]
    [InlineData("1234.567", "$1,234.57", "$1,234.57")]
    public void Dollars_are_in_cents_and_finer_below_one(string dollars, string usual, string fine)
    {
        var amount = decimal.Parse(dollars, CultureInfo.InvariantCulture);

        NumberWords.Usd(amount).ShouldBe(usual);
        NumberWords.FineUsd(amount).ShouldBe(fine);
    }

    [Theory]
    [InlineData(0, "0 rows")]
    [InlineData(1, "1 row")]
    [InlineData(1_234_567, "1,234,567 rows")]
    public void One_row_is_no_rows(long count, string words) => NumberWords.Rows(count).ShouldBe(words);

    [Theory]
    [InlineData("0", "0 %", "0 %")]
    [InlineData("0.1284", "12.8 %", "13 %")]
    [InlineData("0.5", "50 %", "50 %")]
    [InlineData("12.5", "1,250 %", "1250 %")]
    public void A_share_is_to_a_tenth_of_a_percent_or_whole(string share, string usual, string whole)
    {
        var part = decimal.Parse(share, CultureInfo.InvariantCulture);

        NumberWords.Percent(part).ShouldBe(usual);
        NumberWords.WholePercent(part).ShouldBe(whole);
    }

    [Fact]
    public void The_culture_of_the_process_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberGroupSeparator = "_", NumberDecimalSeparator = ";" } };

            new[] { NumberWords.Count(1_234), NumberWords.Usd(1_234.5m), NumberWords.FineUsd(0.5m), NumberWords.Percent(0.125m) }.ShouldBe(["1,234", "$1,234.50", "$0.50", "12.5 %"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
