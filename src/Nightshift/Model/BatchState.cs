namespace Nightshift.Model;

/// <summary>
/// How far a batch has come. Each step is an intent, an effect outside, and a fact; "may have happened" is what is not known after a crash.
/// The numbers are stored: never change one.
/// </summary>
public enum BatchState
{
    /// <summary>Its file is whole in the spool and its rows are sent; nothing has happened outside.</summary>
    Sealed = 0,

    /// <summary>The upload is intended: there may be a file at the provider.</summary>
    Uploading = 1,

    /// <summary>The file is at the provider, or the rows go up with the creation itself.</summary>
    Uploaded = 2,

    /// <summary>The creation is intended: there may be a batch at the provider, and it may be paid for.</summary>
    Creating = 3,

    /// <summary>The provider's list does not tell whether one of its batches is ours: nothing is sent until those that could be have ended.</summary>
    NeedsProof = 4,

    /// <summary>The batch is at the provider: it runs, and is paid for.</summary>
    Submitted = 5,

    /// <summary>It has ended there, whichever way; or it was refused, and never was.</summary>
    Ended = 6,

    /// <summary>All of its results are whole in the spool.</summary>
    Downloaded = 7,

    /// <summary>Each of its rows has its verdict and its ledger entry; our files may still be at the provider.</summary>
    Ingested = 8,

    /// <summary>Nothing of ours is left, there or in the spool.</summary>
    Cleaned = 9,
}

/// <summary>What can be said of a state.</summary>
public static class BatchStates
{
    /// <summary>Whether rows may still be sent in a batch of this state.</summary>
    public static bool IsOpen(this BatchState state) => state < BatchState.Ingested;

    /// <summary>Whether a batch of this state counts against the account's enqueued tokens: it is at the provider, or about to be.</summary>
    public static bool IsEnqueued(this BatchState state) => state < BatchState.Ended;
}
