using System.Net;

namespace Nightshift.Sending;

/// <summary>The HTTP client underneath: bounded waits, no redirects (they would carry the key elsewhere), no retries of its own.</summary>
internal static class Transport
{
    /// <summary>A transport for one lane. The caller disposes it.</summary>
    public static HttpMessageInvoker Create() => new(CreateHandler());

    internal static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        // Long jobs must notice that a name points elsewhere now.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        MaxConnectionsPerServer = int.MaxValue,
        MaxResponseHeadersLength = 64,
        UseCookies = false,
    };
}
