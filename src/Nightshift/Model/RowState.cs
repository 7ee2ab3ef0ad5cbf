namespace Nightshift.Model;

/// <summary>Where a row is on its way. The numbers are stored: never change one.</summary>
public enum RowState
{
    /// <summary>Waiting to be claimed, now or from a set time on.</summary>
    Pending = 0,

    /// <summary>Taken by a worker, under a lease; nothing has been sent.</summary>
    Claimed = 1,

    /// <summary>The intent to send is committed: the request may have reached the provider, and may be paid for.</summary>
    Sent = 2,

    /// <summary>Has its answer.</summary>
    Succeeded = 3,

    /// <summary>Ended without an answer, with a reason.</summary>
    Failed = 4,

    /// <summary>The user cancelled it before an answer came.</summary>
    Cancelled = 5,

    /// <summary>The provider's window or the job's deadline ended first.</summary>
    Expired = 6,
}

/// <summary>What can be said of a state.</summary>
public static class RowStates
{
    /// <summary>Whether a row in this state is done: terminal states do not change, but that a late paid success supersedes cancelled and expired.</summary>
    public static bool IsTerminal(this RowState state) => state >= RowState.Succeeded;
}
