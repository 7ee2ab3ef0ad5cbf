using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Nightshift.Cli.Display.Pages;

/// <summary>Builds HTML; text goes in by <see cref="Text"/>, which escapes it for content and for quoted attributes alike.</summary>
internal sealed class HtmlText
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly StringBuilder _html = new();

    /// <summary>Markup of our own.</summary>
    public HtmlText Raw(string markup)
    {
        _html.Append(markup);
        return this;
    }

    /// <summary>Text from anywhere.</summary>
    public HtmlText Text(string text)
    {
        _html.Append(Encoder.Encode(Screen.Safe(text)));
        return this;
    }

    /// <summary>A coordinate, with two digits at the most.</summary>
    public HtmlText Number(decimal number)
    {
        _html.Append(number.ToString("0.##", CultureInfo.InvariantCulture));
        return this;
    }

    public override string ToString() => _html.ToString();
}
