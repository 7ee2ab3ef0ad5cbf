using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Nightshift.Cli.Options;

/// <summary>Help whose list of commands has one line each; their examples are on their own pages.</summary>
internal sealed class ShortHelp(SynchronousCommandLineAction inner) : SynchronousCommandLineAction
{
    public static void Install(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new ShortHelp((SynchronousCommandLineAction)option.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        foreach (var command in parseResult.CommandResult.Command.Subcommands)
            command.Description = command.Description?.Split('\n')[0];
        return inner.Invoke(parseResult);
    }
}
