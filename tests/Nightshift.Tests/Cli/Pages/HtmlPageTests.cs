using System.Text.RegularExpressions;
using System.Xml.Linq;
using Nightshift.Cli.Display.Pages;

namespace Nightshift.Tests.Cli.Pages;

public sealed partial class HtmlPageTests
{
    private readonly string _html = HtmlPage.Text(SamplePage.Page);

    [Fact]
    public void A_name_with_a_script_is_text()
    {
        _html.ShouldNotContain("<script", Case.Insensitive);
        _html.ShouldContain("&lt;script&gt;alert(&#x27;&quot;x&quot;&#x27;)&lt;/script&gt;");
        _html.ShouldNotContain("\e");
    }

    [Fact]
    public void Nothing_is_loaded_from_elsewhere_and_the_page_forbids_it()
    {
        _html.ShouldContain("default-src 'none'; style-src 'unsafe-inline'");
        _html.ShouldNotContain("http://");
        _html.ShouldNotContain("https://");
        _html.ShouldNotContain("url(");
        _html.ShouldNotContain(" src=");
        _html.ShouldNotContain("@import");
    }

    [Fact]
    public void It_is_well_formed_and_each_table_and_chart_says_what_it_is()
    {
        var body = XDocument.Parse(Void().Replace(_html[_html.IndexOf("<html", StringComparison.Ordinal)..], "<$1/>")).Root!;
        body.Descendants("svg").ShouldAllBe(svg => svg.Attribute("role")!.Value == "img" && svg.Attribute("aria-label")!.Value.Length > 0);
        body.Descendants("th").ShouldAllBe(cell => cell.Attribute("scope") != null);
        body.Descendants("table").Count().ShouldBe(3);
        body.Descendants("rect").Count(rectangle => rectangle.Ancestors("figure").Any()).ShouldBe(30);
    }

    [Fact]
    public void Bars_are_in_proportion_on_one_scale()
    {
        _html.ShouldContain("<rect class=\"a\" x=\"0\" y=\"1\" width=\"50\" height=\"8\"/><rect class=\"b\" x=\"0\" y=\"11\" width=\"100\" height=\"8\"/>");
        _html.ShouldContain("Spent $1,234.50, Live price $2,469.00");
    }

    [Fact]
    public void What_is_not_known_is_a_dash() => _html.ShouldContain("<dt>saved</dt><dd>—</dd><dd class=\"note\">no live price is known</dd>");

    [GeneratedRegex("<(meta [^>]*)>", RegexOptions.None, 1000)]
    private static partial Regex Void();
}
