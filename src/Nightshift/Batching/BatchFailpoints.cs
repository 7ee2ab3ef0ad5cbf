namespace Nightshift.Batching;

/// <summary>Where a crash would hurt a batch most; the names are what <c>NIGHTSHIFT_FAILPOINT</c> takes.</summary>
internal static class BatchFailpoints
{
    /// <summary>The requests are in the spool and no batch knows them: they must be swept away, their rows claimed anew.</summary>
    public const string Spooled = "batch-spooled";

    /// <summary>The upload is intended and nothing has left.</summary>
    public const string UploadIntended = "batch-upload-intended";

    /// <summary>The file is at the provider and its id is not stored: it must be found again.</summary>
    public const string Uploaded = "batch-uploaded";

    /// <summary>The file's id is stored and no batch is made.</summary>
    public const string UploadStored = "batch-upload-stored";

    /// <summary>The creation is intended and nothing has left.</summary>
    public const string CreateIntended = "batch-create-intended";

    /// <summary>The batch runs at the provider and its id is not stored: it must be found again, never made again.</summary>
    public const string Created = "batch-created";

    /// <summary>The batch's id is stored.</summary>
    public const string CreateStored = "batch-create-stored";

    /// <summary>It is stored that the batch has ended.</summary>
    public const string EndStored = "batch-end-stored";

    /// <summary>Results have come and are not yet under their name.</summary>
    public const string Downloading = "batch-downloading";

    /// <summary>All results are in the spool.</summary>
    public const string DownloadStored = "batch-download-stored";

    /// <summary>Part of the verdicts is stored: none may be stored twice.</summary>
    public const string PartIngested = "batch-part-ingested";

    /// <summary>All rows have their verdicts.</summary>
    public const string IngestStored = "batch-ingest-stored";

    /// <summary>Our files at the provider are deleted and that is not stored.</summary>
    public const string Cleaned = "batch-cleaned";

    /// <summary>All of them, in the order in which a batch passes them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Spooled, UploadIntended, Uploaded, UploadStored, CreateIntended, Created, CreateStored, EndStored, Downloading, DownloadStored,
        PartIngested, IngestStored, Cleaned,
    ];
}
