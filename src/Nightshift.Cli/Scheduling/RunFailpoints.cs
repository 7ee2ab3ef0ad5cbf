namespace Nightshift.Cli.Scheduling;

/// <summary>Where a crash would hurt a scheduled run most; the names are what <c>NIGHTSHIFT_FAILPOINT</c> takes.</summary>
internal static class RunFailpoints
{
    /// <summary>The time is claimed and nothing has begun: the next start must begin it, and not claim it again.</summary>
    public const string Claimed = "scheduled-run-claimed";

    /// <summary>The job is taken in and the run does not know it: the next start must find the same job.</summary>
    public const string TakenIn = "scheduled-run-taken-in";

    /// <summary>The run has its job, and nothing is sent.</summary>
    public const string Started = "scheduled-run-started";

    /// <summary>The job has ended and the run has not: the next start must end it, with its output written.</summary>
    public const string WorkedOn = "scheduled-run-worked-on";
}
