using Nightshift.Cli.Display.Pages;

namespace Nightshift.Tests.Cli.Pages;

public sealed class TerminalPageTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(160)]
    public void No_line_is_wider_than_the_terminal(int width) =>
        TerminalPage.Lines(SamplePage.Page, width, hasBlocks: true).ShouldAllBe(line => CellWidth.Of(line) <= width);

    [Fact]
    public void Numbers_end_in_one_column_though_a_name_is_written_in_wide_letters()
    {
        var lines = Lines(SamplePage.Models, 120);
        var ends = lines.Skip(1).Take(2).Select(line => CellWidth.Of(line[..(line.IndexOf(line.Contains("1,250,000", StringComparison.Ordinal) ? "1,250,000" : "7", StringComparison.Ordinal) + (line.Contains("1,250,000", StringComparison.Ordinal) ? 9 : 1))]));
        ends.Distinct().Count().ShouldBe(1);
        lines[2].ShouldStartWith("千問模型 ");
    }

    [Fact]
    public void A_bar_is_as_long_as_its_number_and_what_it_is_held_against_is_drawn_lighter()
    {
        var lines = Lines(SamplePage.Models, 120);
        lines[1].ShouldEndWith(" " + new string('█', 12) + new string('░', 12));
        lines[2].ShouldEndWith("0 %  ▏", customMessage: "what is more than nothing can be seen");
        lines[3].ShouldEndWith("—", customMessage: "what is not known has no bar");
    }

    [Theory]
    [InlineData(24, "████████████████████████")]
    [InlineData(12, "████████████")]
    [InlineData(1, "█")]
    [InlineData(0, "")]
    public void Blocks_are_in_proportion(int size, string expected) => new BarText(hasBlocks: true).Of(size, null, 24, 24).ShouldBe(expected);

    [Fact]
    public void Eighths_of_a_block_show_small_differences()
    {
        new BarText(hasBlocks: true).Of(1.5m, null, 24, 24).ShouldBe("█▌");
        new BarText(hasBlocks: false).Of(2.5m, 5, 24, 24).ShouldBe("###..");
        new BarText(hasBlocks: true).Of(null, null, 24, 24).ShouldBe("");
        new BarText(hasBlocks: true).Of(-3, null, 24, 24).ShouldBe("");
    }

    [Fact]
    public void A_file_gets_no_block_characters() =>
        string.Join('\n', TerminalPage.Lines(SamplePage.Page, 100, hasBlocks: false)).ShouldSatisfyAllConditions(
            text => text.ShouldNotContain("█"), text => text.ShouldNotContain("░"), text => text.ShouldContain("####"));

    [Fact]
    public void What_is_not_known_is_a_dash_and_never_a_zero()
    {
        var line = TerminalPage.Lines(SamplePage.Page, 100, hasBlocks: true).Single(line => line.Contains("saved", StringComparison.Ordinal) && line.Contains('—', StringComparison.Ordinal));
        line.ShouldContain("no live price is known");
        line.ShouldNotContain("0");
    }

    [Fact]
    public void A_name_cannot_steer_the_terminal_or_break_its_line() =>
        Lines(new PageSection("T", [new("N", "n"), new("C", "c")], [[new Cell.Text("a\e[2J\nb\tc"), new Cell.Count(1)]]), 80)[1].ShouldBe("a\ufffd[2J b c  1");

    [Fact]
    public void Names_are_cut_and_sentences_wrapped()
    {
        var lines = Lines(SamplePage.Page.Sections[2], 60);
        lines.Count.ShouldBeGreaterThan(4);
        lines[1].ShouldStartWith("=cmd|");
        string.Join(' ', lines.Skip(1).Select(line => line[line.LastIndexOf("  ", StringComparison.Ordinal)..].Trim())).ShouldEndWith("within the same minute.");
    }

    [Fact]
    public void A_negative_amount_has_its_sign_before_the_dollar() => new Cell.Dollars(-5.5m).Shown.ShouldBe("-$5.50");

    [Fact]
    public void A_word_longer_than_the_line_is_broken() => CellWidth.Wrap("ab cdefghij k", 4).ShouldBe(["ab", "cdef", "ghij", "k"]);

    private static List<string> Lines(PageSection section, int width) => [.. new TerminalTable(section, width, new BarText(hasBlocks: true)).Lines()];
}
