using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Gathering;
using Nightshift.Stores;

namespace Nightshift.Cli.Commands;

/// <summary><c>queue send</c>: closes the open lot now, whatever its rule says.</summary>
internal static class QueueSendCommand
{
    public static Command Create()
    {
        var name = QueueArgument.Create();
        var command = new Command("send", """
            Close the open lot of a queue now, for `nightshift work` to send.

            Example:
              nightshift queue send tickets && nightshift work --once
            """);
        command.Arguments.Add(name);
        command.SetAction((parse, _) => SendAsync(HomeOption.Of(parse), parse.GetValue(name)!));
        return command;
    }

    private static async Task<int> SendAsync(string home, string name)
    {
        if (await RequestQueue.Open(home, name, TimeProvider.System).CloseAsync() is not { } lot)
            Screen.Say($"Nothing waits in the queue {name}.");
        else
            Screen.Say($"Lot {lot.Number} is closed; `nightshift work` sends it{(StoreFolder.FindOwner(home) is null ? "" : ", and --forever does so by itself")}.");
        return ExitCode.Success;
    }
}
