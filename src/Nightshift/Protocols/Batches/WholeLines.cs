namespace Nightshift.Protocols.Batches;

/// <summary>Passes lines on, and ends the last one: for files that come one behind the other.</summary>
internal sealed class WholeLines(Stream to) : WriteOnlyStream
{
    private bool _isOpen;

    /// <summary>Bytes passed on.</summary>
    public long Written { get; private set; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await to.WriteAsync(buffer, cancellationToken);
        Written += buffer.Length;
        _isOpen = buffer.IsEmpty ? _isOpen : buffer.Span[^1] != (byte)'\n';
    }

    /// <summary>Ends a line that has no line break yet.</summary>
    public ValueTask EndLineAsync(CancellationToken cancellation) => _isOpen ? WriteAsync("\n"u8.ToArray(), cancellation) : ValueTask.CompletedTask;
}
