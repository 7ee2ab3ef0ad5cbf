using Nightshift.Gathering;
using Nightshift.Model;

namespace Nightshift.Cli.Gathering;

/// <summary>A queue as it is shown.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Definition">What it is; null when that cannot be read.</param>
/// <param name="Standing">What waits in it.</param>
/// <param name="Fault">Why it cannot be read.</param>
internal sealed record QueueState(string Name, QueueDefinition? Definition, QueueStanding? Standing, string? Fault)
{
    /// <summary>The jobs of its last lots, the newest first, with their states in words.</summary>
    public IReadOnlyList<(Job Job, string State)> Lots { get; init; } = [];

    /// <summary>Reads it.</summary>
    /// <exception cref="QueueException">There is no such queue.</exception>
    public static QueueState Read(string home, string name, TimeProvider time)
    {
        try
        {
            var queue = RequestQueue.Open(home, name, time);
            return new QueueState(name, queue.Definition, queue.Stand(), null);
        }
        catch (QueueException e) when (RequestQueue.List(home).Contains(name))
        {
            return new QueueState(name, null, null, e.Message);
        }
    }
}
