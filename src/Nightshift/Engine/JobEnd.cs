using Nightshift.Model;

namespace Nightshift.Engine;

/// <summary>How a run of a job came to its end.</summary>
/// <param name="Job">The job as the store has it now.</param>
/// <param name="Ending">Why sending ended.</param>
/// <param name="Reason">The sentence for the user when it was paused; else null.</param>
/// <param name="Cause">Whose matter the pause is; null when it was not paused.</param>
public sealed record JobEnd(Job Job, Ending Ending, string? Reason = null, PauseCause? Cause = null)
{
    /// <summary>Whether every row has ended; those of a cancelled job may still be in batches at its provider.</summary>
    public bool IsOver => Job.Counts.Done == Job.Counts.Total;
}

/// <summary>Why a run ended.</summary>
public enum Ending
{
    /// <summary>Every row ended.</summary>
    Finished,

    /// <summary>It was asked to stop; the rest waits.</summary>
    Interrupted,

    /// <summary>A cause that concerns all rows; the rest waits.</summary>
    Paused,

    /// <summary>The user cancelled the job.</summary>
    Cancelled,
}
