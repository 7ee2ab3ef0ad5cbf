using System.Net;
using System.Net.Http.Headers;

namespace Nightshift.Sending;

/// <summary>A request's bytes, which know whether the last of them was handed to the transport: what tells "never sent" from "perhaps paid".</summary>
internal sealed class RequestBody : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Action _whenWritten;

    public RequestBody(ReadOnlyMemory<byte> bytes, Action whenWritten)
    {
        _bytes = bytes;
        _whenWritten = whenWritten;
        Headers.ContentType = Json;
    }

    /// <summary>
    /// Whether the transport took the whole body. From then on the provider may have acted on it; a write that failed before
    /// leaves it with half a request, which it cannot act on.
    /// </summary>
    public bool IsWritten { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_bytes, cancellationToken);
        IsWritten = true;
        _whenWritten();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
