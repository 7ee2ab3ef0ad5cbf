using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Gathering;

namespace Nightshift.Cli.Commands;

/// <summary><c>queue rm</c>: nothing is collected by it any more.</summary>
internal static class QueueRmCommand
{
    private static readonly Option<bool> Discard = new("--discard") { Description = "Drop what waits in it, too" };

    public static Command Create()
    {
        var name = QueueArgument.Create();
        var command = new Command("rm", "Remove a queue. Its jobs stay, and can be asked about by id. While requests wait in it, it stays, unless they are to be dropped with it.");
        command.Arguments.Add(name);
        command.Options.Add(Discard);
        command.SetAction(async (parse, _) =>
        {
            await RequestQueue.RemoveAsync(HomeOption.Of(parse), parse.GetValue(name)!, parse.GetValue(Discard));
            Screen.Say($"Queue {parse.GetValue(name)} is removed.");
            return ExitCode.Success;
        });
        return command;
    }
}
