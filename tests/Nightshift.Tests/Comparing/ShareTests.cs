using Nightshift.Engine.Comparing;
using Nightshift.Engine.Estimating;

namespace Nightshift.Tests.Comparing;

/// <summary>Shares of few rows, and what they tell of all.</summary>
public sealed class ShareTests
{
    [Theory]
    [InlineData(95, 100, "0.8882", "0.9785")]
    [InlineData(5, 10, "0.2366", "0.7634")]
    [InlineData(0, 10, "0", "0.2775")]
    [InlineData(10, 10, "0.7225", "1")]
    [InlineData(940, 1000, "0.9235", "0.9531")]
    [InlineData(0, 0, "0", "1")]
    public void The_range_of_a_share_is_wilsons(long part, long of, string low, string high)
    {
        var range = new Share(part, of).Range;
        (Math.Round(range.Low, 4), Math.Round(range.High, 4)).ShouldBe((Decimal(low), Decimal(high)));
    }

    [Fact]
    public void Two_shares_can_be_told_apart_when_their_ranges_do_not_meet()
    {
        new Share(94, 100).MayBe(new Share(95, 100)).ShouldBeTrue();
        new Share(60, 100).MayBe(new Share(95, 100)).ShouldBeFalse();
        new Share(95, 100).MayBe(new Share(60, 100)).ShouldBeFalse();
        new Share(9_400, 10_000).MayBe(new Share(9_600, 10_000)).ShouldBeFalse("more rows tell more");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.000000000000000009")]
    [InlineData("0.00000002")]
    [InlineData("2")]
    [InlineData("144")]
    [InlineData("123456789012345678")]
    public void A_root_is_right_to_a_millionth_whatever_its_size(string square)
    {
        var root = SquareRoot.Of(Decimal(square));
        Math.Abs((root * root) - Decimal(square)).ShouldBeLessThanOrEqualTo(Decimal(square) * 0.000002m);
    }

    private static decimal Decimal(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
