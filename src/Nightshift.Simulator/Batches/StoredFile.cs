using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Batches;

/// <summary>A file at a provider: sent by the client, or made by a batch.</summary>
internal sealed class StoredFile
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Purpose { get; init; }

    /// <summary>Where its bytes are.</summary>
    public required string Path { get; init; }

    public required long Bytes { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The age of the simulator when it came.</summary>
    public required TimeSpan Arrival { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The SHA-256 of its bytes.</summary>
    public byte[] Sha256 { get; set; } = [];

    /// <summary>The key of the client that sent it.</summary>
    public string Key { get; init; } = "";

    /// <summary>The batch that made it; null for an upload.</summary>
    public Batch? MadeBy { get; init; }

    /// <summary>False while its bytes are still awaited.</summary>
    public bool Whole { get; set; } = true;

    /// <summary>The age of the simulator when it was deleted; null while it is there.</summary>
    public TimeSpan? DeletedAt { get; set; }

    public bool Deleted => DeletedAt is not null;

    /// <summary>A part of its batch and no file that a client could list or delete: rows that came inline, results that go inline.</summary>
    public bool IsPart { get; init; }

    public string? MimeType { get; init; }

    public BatchPlan Plan { get; init; } = BatchPlan.None;

    /// <summary>Whether it is still being looked at after the upload (Azure's <c>pending</c>).</summary>
    public bool Pending(TimeSpan now) => now - Arrival < Plan.DelayOf(BatchTwist.FilePending, TimeSpan.FromSeconds(5));

    public bool Hidden(TimeSpan now) => now - Arrival < Plan.DelayOf(BatchTwist.FileHiddenFromList, TimeSpan.FromSeconds(90));
}
