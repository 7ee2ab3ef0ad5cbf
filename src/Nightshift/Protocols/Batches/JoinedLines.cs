using System.Net;
using System.Text;

namespace Nightshift.Protocols.Batches;

/// <summary>
/// A spool file's lines as the items of an array in a JSON body, streamed: each line break becomes a comma, so that the length is known
/// beforehand. Lines are JSON and have no line breaks within them.
/// </summary>
internal sealed class JoinedLines : HttpContent
{
    private const int BufferBytes = 128 * 1024;

    private readonly byte[] _head;
    private readonly byte[] _tail;
    private readonly long _bytes;
    private readonly FileStream _lines;

    /// <summary>The body around a file.</summary>
    /// <param name="head">Up to the first item.</param>
    /// <param name="file">The lines.</param>
    /// <param name="tail">Behind the last item.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public JoinedLines(string head, SpoolFile file, string tail)
    {
        (_head, _tail, _bytes, _lines) = (Encoding.UTF8.GetBytes(head), Encoding.UTF8.GetBytes(tail), file.Bytes, SpoolSlice.Open(file));
        Headers.ContentType = new("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_head, cancellationToken);
        _lines.Position = 0;
        var buffer = new byte[BufferBytes];
        for (var left = _bytes; left > 0;)
        {
            var read = await SpoolSlice.ReadAsync(_lines, buffer, left, cancellationToken);
            left -= read;
            // The last line has no next one: its break stays, a blank in JSON.
            buffer.AsSpan(0, left == 0 ? read - 1 : read).Replace((byte)'\n', (byte)',');
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        await stream.WriteAsync(_tail, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _head.Length + _bytes + _tail.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _lines.Dispose();
        base.Dispose(disposing);
    }
}
