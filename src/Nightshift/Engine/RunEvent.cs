using Nightshift.Model;
using Nightshift.Providers;

namespace Nightshift.Engine;

/// <summary>What a run tells while it goes on. A closed family.</summary>
public abstract record RunEvent
{
    private RunEvent()
    {
    }

    /// <summary>The job, found or made.</summary>
    /// <param name="Job">As the store has it.</param>
    /// <param name="IsNew">False when an earlier run of the same command goes on.</param>
    /// <param name="Connections">Who will be called.</param>
    public sealed record Opened(Job Job, bool IsNew, ConnectionSet Connections) : RunEvent;

    /// <summary>Records read so far.</summary>
    public sealed record TakingIn(long Records) : RunEvent;

    /// <summary>A record that cannot be used; its row is failed.</summary>
    /// <param name="Line">Where it begins.</param>
    /// <param name="Reason">Why, in a sentence without the line.</param>
    public sealed record BadRecord(long Line, string Reason) : RunEvent;

    /// <summary>Intake is complete.</summary>
    /// <param name="Job">As the store has it now.</param>
    public sealed record TakenIn(Job Job) : RunEvent;

    /// <summary>Rows are being sent.</summary>
    public sealed record Sending(Job Job) : RunEvent;

    /// <summary>An account of a route is out: the others take its rows.</summary>
    /// <param name="Lane">Which, and why.</param>
    /// <param name="Rest">After which time it is tried again.</param>
    public sealed record LaneOut(Model.LaneOut Lane, TimeSpan Rest) : RunEvent;

    /// <summary>The output is being written.</summary>
    public sealed record Writing(string Path) : RunEvent;
}
