namespace Nightshift.Model;

/// <summary>Where a job is. The numbers are stored: never change one.</summary>
public enum JobState
{
    /// <summary>Its input is being taken in; nothing is sent before all of it is.</summary>
    Intake = 0,

    /// <summary>Taken in; rows are waiting or under way.</summary>
    Running = 1,

    /// <summary>Stopped by a cause that concerns all of its rows (a key, a quota); goes on when it is run again.</summary>
    Paused = 2,

    /// <summary>Every row ended.</summary>
    Finished = 3,

    /// <summary>The user cancelled it.</summary>
    Cancelled = 4,
}
