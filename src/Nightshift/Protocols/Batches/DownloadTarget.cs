namespace Nightshift.Protocols.Batches;

/// <summary>Where a download goes: counts what was written, and tells a fault of the disk from one of the network.</summary>
internal sealed class DownloadTarget(Stream to) : WriteOnlyStream
{
    public long Written { get; private set; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await to.WriteAsync(buffer, cancellationToken);
            Written += buffer.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WriteException(e);
        }
    }

    /// <summary>The disk's fault, on its way through code that would take it for the network's.</summary>
    public sealed class WriteException(Exception cause) : Exception("the target cannot be written to", cause);
}
