namespace Nightshift.Stores;

/// <summary>Where a crash would hurt the store's promises most; the names are what <c>NIGHTSHIFT_FAILPOINT</c> takes.</summary>
internal static class StoreFailpoints
{
    /// <summary>A group of writes has been made and nothing of it is on the disk: none of it may be seen again.</summary>
    public const string BeforeCommit = "store-before-commit";

    /// <summary>A group is on the disk and no caller knows: all of it must be found again.</summary>
    public const string AfterCommit = "store-after-commit";

    /// <summary>A chunk of rows is stored and intake has not been told: it must go on behind it.</summary>
    public const string ChunkStored = "intake-chunk-stored";

    /// <summary>Rows are claimed and no worker has them: recovery must free them.</summary>
    public const string Claimed = "claim-stored";

    /// <summary>The intent to send is stored and nothing is sent: recovery must count it as perhaps paid.</summary>
    public const string IntentStored = "intent-stored";

    /// <summary>Rows are sealed into a batch and nobody knows: its file must be found, and the batch go on from there.</summary>
    public const string BatchSealed = "batch-sealed";

    /// <summary>Verdicts are stored and their settler does not know: nothing may be sent again for them.</summary>
    public const string VerdictsStored = "verdicts-stored";

    /// <summary>The job is gone for its users, its rows are still there: a later start must finish the removal.</summary>
    public const string RemovalBegun = "removal-begun";
}
