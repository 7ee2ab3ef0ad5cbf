namespace Nightshift.Gathering;

/// <summary>Where a crash would hurt a queue's promises most; the names are what <c>NIGHTSHIFT_FAILPOINT</c> takes.</summary>
internal static class QueueFailpoints
{
    /// <summary>A lot has its number and no file: the next call must begin one.</summary>
    public const string Numbered = "lot-numbered";

    /// <summary>Requests are in the file without the mark behind them, and nobody was told: none of them may be sent.</summary>
    public const string Written = "requests-written";

    /// <summary>Requests are in for good and nobody was told: with ids of the caller's, the same call again must add nothing.</summary>
    public const string Committed = "requests-committed";

    /// <summary>A lot is closed and no job has it: the next round must take it in.</summary>
    public const string Closed = "lot-closed";

    /// <summary>The job has the lot's rows and the lot is still there: the next round must find the same job.</summary>
    public const string TakenIn = "lot-taken-in";

    /// <summary>It is noted where the output is yet to be written, and the lot is still there.</summary>
    public const string Noted = "lot-noted";

    /// <summary>The lot is gone and nothing of its job has been sent.</summary>
    public const string Removed = "lot-removed";
}
