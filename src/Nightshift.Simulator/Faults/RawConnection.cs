using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Nightshift.Simulator.Faults;

/// <summary>
/// The socket below the web server, for answers that no web server would send. The server has written nothing of this answer
/// yet and writes nothing after an abort, so that the bytes on the wire are ours alone.
/// </summary>
internal sealed class RawConnection(Delivery delivery)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Socket _socket = delivery.Http.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;

    /// <summary>The status line and headers of the answer, and then this framing.</summary>
    public Task SendHead(string framing)
    {
        var reply = delivery.Reply;
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} {ReasonPhrases.GetReasonPhrase(reply.Status)}\r\ncontent-type: {reply.ContentType}\r\n");
        foreach (var (name, value) in reply.Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        head.Append(framing).Append("\r\n\r\n");
        return Send(Encoding.ASCII.GetBytes(head.ToString()));
    }

    public async Task Send(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes, delivery.Gone)..];
    }

    /// <summary>Ends the answer with a FIN, and gives the client time to read it: closing at once could overtake it with a reset.</summary>
    public async Task Finish()
    {
        _socket.Shutdown(SocketShutdown.Send);
        // The client's leaving ends the wait early, and is what is hoped for.
        await Task.Delay(Patience, delivery.Time, delivery.Gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        delivery.Http.Abort();
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
        delivery.Http.Abort();
    }
}
