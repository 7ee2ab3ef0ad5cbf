using System.Diagnostics;
using System.Globalization;

namespace Nightshift;

/// <summary>
/// Named places where a crash would hurt most. Off unless <c>NIGHTSHIFT_FAILPOINT=name:nth:action</c> is set, with action
/// <c>kill</c> (SIGKILL to this process), <c>stop</c> (SIGSTOP) or <c>throw</c>: how the tests prove what a crash there leaves behind.
/// </summary>
public static class Failpoint
{
    private static readonly (string Name, int Nth, string Action)? Armed = Parse(Environment.GetEnvironmentVariable("NIGHTSHIFT_FAILPOINT"));
    private static int _hits;

    /// <summary>Passes through; the nth time at the armed name, acts.</summary>
    public static void Hit(string name)
    {
        if (Armed is { } armed && armed.Name == name && Interlocked.Increment(ref _hits) == armed.Nth)
            Act(armed.Name, armed.Action);
    }

    private static void Act(string name, string action)
    {
        switch (action)
        {
            case "kill":
                Process.GetCurrentProcess().Kill();
                break;
            case "stop":
                using (var kill = Process.Start("kill", ["-STOP", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]))
                    kill.WaitForExit();
                break;
            case "throw":
                throw new IOException($"failpoint {name}");
            default:
                throw new InvalidOperationException($"failpoint {name}: unknown action '{action}'; use kill, stop or throw");
        }
    }

    private static (string, int, string)? Parse(string? setting)
    {
        if (setting is null)
            return null;
        return setting.Split(':') is [var name, var nth, var action]
            ? (name, int.Parse(nth, CultureInfo.InvariantCulture), action)
            : throw new InvalidOperationException($"NIGHTSHIFT_FAILPOINT is '{setting}'; it takes name:nth:action");
    }
}
