namespace Nightshift.Cli.Display.Pages;

/// <summary>Bars of letters.</summary>
/// <param name="hasBlocks">Whether the terminal shows block characters; else <c>#</c>.</param>
internal sealed class BarText(bool hasBlocks)
{
    private const int Eighths = 8;
    private const string Blocks = " ▏▎▍▌▋▊▉█";

    /// <summary>A bar in letters.</summary>
    /// <param name="size">What it stands for; null and less than nothing have no bar.</param>
    /// <param name="against">What it is held against: drawn lighter, beyond it.</param>
    /// <param name="most">What the whole width stands for.</param>
    /// <param name="width">Letters.</param>
    public string Of(decimal? size, decimal? against, decimal most, int width)
    {
        var bar = hasBlocks ? Fine(Length(size, most, width * Eighths)) : new string('#', Rounded(Length(size, most, width * Eighths)));
        var whole = Rounded(Length(against, most, width * Eighths));
        return whole > bar.Length ? bar + new string(hasBlocks ? '░' : '.', whole - bar.Length) : bar;
    }

    private static string Fine(int eighths) =>
        new string('█', eighths / Eighths) + (eighths % Eighths > 0 ? Blocks[eighths % Eighths].ToString() : "");

    private static int Rounded(int eighths) => (eighths + (Eighths / 2)) / Eighths;

    /// <summary>What is more than nothing has a bar that can be seen.</summary>
    private static int Length(decimal? size, decimal most, int longest) =>
        size is > 0 && most > 0 ? Math.Clamp((int)Math.Round(size.Value / most * longest), 1, longest) : 0;
}
