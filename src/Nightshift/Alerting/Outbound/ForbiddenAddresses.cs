using System.Net;

namespace Nightshift.Alerting.Outbound;

/// <summary>
/// Addresses that are not on the public internet, or lead to such by another name (mapped, translated, tunnelled): a name that resolves to one
/// of them could have us call what only this machine can reach. It goes by bytes; spellings never matter.
/// </summary>
internal static class ForbiddenAddresses
{
    private static readonly IPNetwork[] Networks =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // ::/96 has ::, ::1 and the IPv4-compatible ones; 64:ff9b: is NAT64, 2001::/32 Teredo, 2002::/16 6to4.
            "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Whether it is one of them.</summary>
    /// <param name="address">Whose.</param>
    /// <param name="own">The addresses of this machine, which are forbidden too.</param>
    public static bool Contains(IPAddress address, IEnumerable<IPAddress> own)
    {
        // Without its scope: fe80::1%2 is fe80::1.
        var bare = new IPAddress(address.GetAddressBytes());
        return Networks.Any(network => network.Contains(bare)) || own.Any(mine => mine.GetAddressBytes().AsSpan().SequenceEqual(bare.GetAddressBytes()));
    }
}
