using System.Buffers;

namespace Nightshift.Protocols.Batches;

/// <summary>
/// A wire format of batches: the shape of a request's line, the calls of the lifecycle, and what a result's line says. Each method makes its
/// exchange once and says what came of it; none repeats anything, waits for anything, or remembers anything. Files are streamed.
/// </summary>
public abstract class BatchProtocol
{
    /// <summary>Whether requests go up as a file of their own; otherwise they go up with the creation.</summary>
    public abstract bool UploadsFile { get; }

    /// <summary>By what a batch of ours is known again in the provider's list.</summary>
    public abstract BatchMark Mark { get; }

    /// <summary>Writes a request's line, without the line break.</summary>
    /// <param name="line">Where to.</param>
    /// <param name="customId">Names the request.</param>
    /// <param name="body">The body as the live endpoint takes it: a JSON object.</param>
    public abstract void WriteLine(IBufferWriter<byte> line, string customId, ReadOnlySpan<byte> body);

    /// <summary>Uploads the requests. Only where <see cref="UploadsFile"/>.</summary>
    public abstract Task<Effect<RemoteFile>> UploadAsync(BatchChannel channel, SpoolFile file, CancellationToken cancellation);

    /// <summary>Looks at an uploaded file.</summary>
    public abstract Task<Effect<RemoteFile>> GetFileAsync(BatchChannel channel, string id, CancellationToken cancellation);

    /// <summary>Files of the account that could be uploads for batches, a page at a time.</summary>
    public abstract Task<Effect<Page<RemoteFile>>> ListFilesAsync(BatchChannel channel, string? page, CancellationToken cancellation);

    /// <summary>Deletes a file, an upload or results. One that is gone already counts as done.</summary>
    public abstract Task<Effect<None>> DeleteFileAsync(BatchChannel channel, string id, CancellationToken cancellation);

    /// <summary>Makes the batch. Sent once: what is unclear is found out by <see cref="ListAsync"/>.</summary>
    public abstract Task<Effect<RemoteBatch>> CreateAsync(BatchChannel channel, BatchOrder order, CancellationToken cancellation);

    /// <summary>Looks at a batch.</summary>
    public abstract Task<Effect<RemoteBatch>> GetAsync(BatchChannel channel, string id, CancellationToken cancellation);

    /// <summary>The account's batches, newest first, a page at a time.</summary>
    public abstract Task<Effect<Page<RemoteBatch>>> ListAsync(BatchChannel channel, string? page, CancellationToken cancellation);

    /// <summary>Asks for the batch to be cancelled. One that has ended counts as done.</summary>
    public abstract Task<Effect<None>> CancelAsync(BatchChannel channel, string id, CancellationToken cancellation);

    /// <summary>Deletes what is left of an ended batch beside its files, where the provider lets one; done at once elsewhere.</summary>
    public abstract Task<Effect<None>> DeleteAsync(BatchChannel channel, string id, CancellationToken cancellation);

    /// <summary>
    /// Writes results as lines, each ended by a line break; pages and results within objects are made into lines. Done, with the bytes
    /// written, when all of it came: a body that ends before its length is unclear.
    /// </summary>
    public abstract Task<Effect<long>> DownloadAsync(BatchChannel channel, string batchId, ResultPart part, Stream to, CancellationToken cancellation);

    /// <summary>Reads a line of results. Never throws for what stands there.</summary>
    /// <param name="line">Without its line break.</param>
    public abstract BatchLine ReadLine(ReadOnlyMemory<byte> line);
}

/// <summary>By what a batch of ours is known again after a creation whose outcome is unclear.</summary>
public enum BatchMark
{
    /// <summary>It names the file that it was made from, and each file of ours is used once.</summary>
    InputFile,

    /// <summary>It keeps our submission as a name or in its metadata.</summary>
    Submission,

    /// <summary>Neither: by the number of its requests, which differs among our open batches, and in the end by the custom_ids of its results.</summary>
    RequestCount,
}
