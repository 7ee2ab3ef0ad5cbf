using System.Net;
using System.Net.Sockets;

namespace Nightshift.Alerting.Outbound;

/// <summary>
/// Connects to the very addresses that it has checked: between a check by name and a connection by name, the name could come to mean something
/// else. One forbidden address among several refuses all of them.
/// </summary>
internal sealed class CheckedConnector(NameLookup lookup, bool allowPrivate)
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(await ResolveAsync(context.DnsEndPoint.Host, cancellation), context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The addresses behind a name or a literal, all of them checked.</summary>
    /// <exception cref="OutboundException">One is forbidden, or there are none.</exception>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await lookup.Resolve(host, cancellation);
        if (addresses.Length == 0)
            throw new OutboundException("the name has no address");
        if (!allowPrivate)
        {
            var own = lookup.OwnAddresses().ToList();
            if (addresses.Any(address => ForbiddenAddresses.Contains(address, own)))
                throw new OutboundException("it leads to a private or local address; if that is meant, give the receiver allow_private: true");
        }

        return addresses;
    }
}
