using Nightshift.Cli.Display;
using Nightshift.Intake;
using Nightshift.Planning;
using Nightshift.Providers;
using Nightshift.Simulator;
using Nightshift.Sinks;
using Nightshift.Stores;

namespace Nightshift.Cli;

/// <summary>From what went wrong to what the user reads and the caller gets.</summary>
internal static class FaultReport
{
    public static async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception e)
        {
            return Say(e is AggregateException { InnerException: { } inner } ? inner : e);
        }
    }

    private static int Say(Exception e)
    {
        switch (e)
        {
            case UsageException or InputException or TaskException or OutputException or ScenarioException:
                Screen.Say($"nightshift: {e.Message}");
                return ExitCode.BadInput;
            case ConnectionException:
                Screen.Say($"nightshift: {e.Message}");
                return ExitCode.Unreachable;
            case StoreException { IsDiskFull: true } or StoreException { IsDiskFault: true }:
                Screen.Say($"nightshift: {e.Message}");
                return ExitCode.Unfinished;
            case StoreException:
                Screen.Say($"nightshift: {e.Message}");
                return ExitCode.BadInput;
            case OperationCanceledException:
                Screen.Say("nightshift: interrupted; nothing is lost, the same command goes on.");
                return ExitCode.Unfinished;
            default:
                Screen.Say($"nightshift: this is a bug, please report it with the lines below.{Environment.NewLine}{e}");
                return ExitCode.Bug;
        }
    }
}
