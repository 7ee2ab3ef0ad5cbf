using Nightshift.Cli.Display;
using Nightshift.Gathering;

namespace Nightshift.Cli.Gathering;

/// <summary>The queues of a home folder, as <c>doctor</c> looks at them: what was there when they were made may have gone.</summary>
internal static class QueueCheck
{
    /// <summary>Says how each is; how many could not be sent now.</summary>
    public static int Say(string home)
    {
        var stuck = 0;
        foreach (var name in RequestQueue.List(home))
        {
            var faults = Faults(home, name);
            Console.Out.WriteLine(Screen.Safe($"queue      {name}: {(faults.Count == 0 ? "can be sent" : $"cannot be sent: {string.Join("; ", faults)}")}"));
            stuck += faults.Count == 0 ? 0 : 1;
        }

        return stuck;
    }

    private static IReadOnlyList<string> Faults(string home, string name)
    {
        try
        {
            var queue = RequestQueue.Open(home, name, TimeProvider.System);
            return [.. (LotCommand.Fault(queue.Definition, home) is { } fault ? [fault] : Array.Empty<string>()), .. queue.Check()];
        }
        catch (Exception e) when (e is QueueException or IOException or UnauthorizedAccessException)
        {
            return [e.Message];
        }
    }
}
