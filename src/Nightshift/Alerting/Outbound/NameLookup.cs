using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Nightshift.Alerting.Outbound;

/// <summary>What the network says of names and of this machine; tests have their own.</summary>
/// <param name="Resolve">The addresses of a name.</param>
/// <param name="OwnAddresses">The addresses of this machine.</param>
internal sealed record NameLookup(Func<string, CancellationToken, Task<IPAddress[]>> Resolve, Func<IEnumerable<IPAddress>> OwnAddresses)
{
    /// <summary>As the system has it.</summary>
    public static NameLookup System { get; } = new(Dns.GetHostAddressesAsync, () => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6));
}
