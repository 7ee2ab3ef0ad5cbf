using System.Text;
using Nightshift.Cli.Display.Pages;

namespace Nightshift.Tests.Cli.Pages;

public sealed class CsvPageTests
{
    [Fact]
    public void Numbers_are_as_they_are_and_what_is_not_known_is_empty() => Csv(SamplePage.Models).Split('\n')[..3].ShouldBe(
    [
        "model,requests,spent_usd,live_usd,saved_share",
        "openai/gpt-5.4-mini,1250000,1234.5,2469,0.5",
        "千問模型,7,0.0345,0.0345,0",
    ]);

    [Fact]
    public void A_text_that_a_spreadsheet_would_run_is_guarded() =>
        Csv(SamplePage.Page.Sections[2]).Split('\n')[1].ShouldStartWith("'=cmd|' /C calc'!A0,");

    [Fact]
    public void An_unknown_number_is_an_empty_cell() => Csv(SamplePage.Models).Split('\n')[3].ShouldEndWith(",12,,,");

    private static string Csv(PageSection section)
    {
        using var output = new MemoryStream();
        CsvPage.Write(section, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
