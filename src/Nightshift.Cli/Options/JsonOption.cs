using System.CommandLine;

namespace Nightshift.Cli.Options;

internal static class JsonOption
{
    public static readonly Option<bool> Json = new("--json") { Description = "Print JSON, for machines" };
}
