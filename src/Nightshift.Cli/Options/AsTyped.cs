using System.CommandLine;

namespace Nightshift.Cli.Options;

/// <summary>How words are taken: as they are. The library would take <c>@prompt.txt</c> and <c>@daily</c> for files with further words in them.</summary>
internal static class AsTyped
{
    public static ParserConfiguration Words { get; } = new() { ResponseFileTokenReplacer = null };
}
