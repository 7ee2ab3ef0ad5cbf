using System.CommandLine;

namespace Nightshift.Cli.Options;

/// <summary>A queue by its name.</summary>
internal static class QueueArgument
{
    public static Argument<string> Create(string name = "NAME") => new(name) { Description = "The queue's name (`nightshift queue list` has them)" };
}
