using Nightshift.Cli.Display;
using Nightshift.Configuration;
using Nightshift.Gathering;
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
    /// <summary>The command's exit code, or that of what went wrong with it, which is said.</summary>
    /// <param name="command">What is done.</param>
    /// <param name="onFault">Gets the sentence about what went wrong.</param>
    public static async Task<int> GuardAsync(Func<Task<int>> command, Action<string>? onFault = null)
    {
        try
        {
            return await command();
        }
        catch (Exception e)
        {
            onFault?.Invoke((e is AggregateException { InnerException: { } cause } ? cause : e).Message);
            return Say(e);
        }
    }

    /// <summary>Says what went wrong; the exit code that belongs to it.</summary>
    public static int Say(Exception e)
    {
        e = e is AggregateException { InnerException: { } inner } ? inner : e;
        var code = CodeOf(e);
        Screen.Say(code switch
        {
            ExitCode.Bug => $"nightshift: this is a bug, please report it with the lines below.{Environment.NewLine}{e}",
            _ when e is OperationCanceledException => "nightshift: interrupted; nothing is lost, the same command goes on.",
            _ => $"nightshift: {e.Message}",
        });
        return code;
    }

    private static int CodeOf(Exception e) => e switch
    {
        OutputException { RowsAreDone: true } or OperationCanceledException => ExitCode.Unfinished,
        StoreException { IsDiskFull: true } or StoreException { IsDiskFault: true } => ExitCode.Unfinished,
        QueueException { IsPassing: true } => ExitCode.Unfinished,
        UsageException or QueueException or ConfigurationException or InputException or TaskException or OutputException or ScenarioException or StoreException or ConnectionException { IsMisuse: true } => ExitCode.BadInput,
        ConnectionException => ExitCode.Unreachable,
        _ => ExitCode.Bug,
    };
}
