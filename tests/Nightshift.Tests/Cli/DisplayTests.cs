using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Model;

namespace Nightshift.Tests.Cli;

public sealed class DisplayTests
{
    [Fact]
    public void A_models_text_cannot_steer_the_terminal() =>
        Screen.Safe("a\u001b]52;c;ZXZpbA==\u0007b\u202ec\r\n\td").ShouldBe("a\ufffd]52;c;ZXZpbA==\ufffdb\ufffdc \n\td");

    [Fact]
    public void Ordinary_text_in_any_script_is_left_alone() => Screen.Safe("naïve 日本語 العربية 🙂").ShouldBe("naïve 日本語 العربية 🙂");

    [Theory]
    [InlineData("0", "$0")]
    [InlineData("0.000012", "$0.000012")]
    [InlineData("0.0345", "$0.0345")]
    [InlineData("12.3456", "$12.35")]
    [InlineData("1234.5", "$1,234.50")]
    public void Money_has_the_digits_that_matter(string dollars, string expected) =>
        Words.Money(decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(expected);

    [Fact]
    public void A_cost_that_is_not_known_is_not_nothing()
    {
        Words.Cost(new Spend(1, 0, new Usage(10, 5), 0, 1)).ShouldBe("no price known");
        Words.Cost(new Spend(2, 0, new Usage(10, 5), 1.5m, 1)).ShouldBe("$1.50 + unpriced");
        Words.Cost(default).ShouldBe("$0");
    }

    [Theory]
    [InlineData("20ms", 0.02)]
    [InlineData("2s", 2)]
    [InlineData("10m", 600)]
    [InlineData("1.5h", 5400)]
    [InlineData("1d", 86400)]
    public void Durations_are_read_as_people_write_them(string text, double seconds) =>
        Duration.Parse("--timeout", text).TotalSeconds.ShouldBe(seconds);

    [Theory]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("-5s")]
    [InlineData("five minutes")]
    public void Anything_else_is_no_duration(string text) =>
        Should.Throw<Nightshift.Cli.UsageException>(() => Duration.Parse("--timeout", text)).Message.ShouldContain("--timeout takes a duration");

    [Fact]
    public void The_pace_is_that_of_the_last_seconds_and_gives_the_rest()
    {
        var start = new DateTimeOffset(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);
        var pace = new Pace();
        for (var second = 0; second <= 60; second++)
            pace.See(start + TimeSpan.FromSeconds(second), second < 30 ? second * 100 : 3000 + ((second - 30) * 10));
        pace.PerSecond.ShouldBe(10, tolerance: 0.01);
        pace.Remaining(600).ShouldBe(TimeSpan.FromSeconds(60));
        new Pace().Remaining(5).ShouldBeNull();
    }
}
