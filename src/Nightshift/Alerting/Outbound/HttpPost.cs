using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Nightshift.Alerting.Receivers;

namespace Nightshift.Alerting.Outbound;

/// <summary>
/// Posts JSON to an address from a configuration: HTTPS to the public internet unless more is allowed, no redirects, no proxy, no cookies, ten
/// seconds, four kilobytes of answer. Every post has a connection of its own, so that every post is checked.
/// </summary>
internal sealed class HttpPost(NameLookup lookup, TimeProvider time)
{
    private const int MostAnswerBytes = 4096;
    private const int ShownAnswer = 80;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Posts.</summary>
    /// <param name="address">Where.</param>
    /// <param name="allowance">What the address may be.</param>
    /// <param name="body">JSON.</param>
    /// <param name="headers">Further headers.</param>
    /// <param name="stop">Gives up; throws <see cref="OperationCanceledException"/>.</param>
    public async Task<Arrival> SendAsync(Uri address, OutboundAllowance allowance, byte[] body, IEnumerable<(string Name, string Value)> headers, CancellationToken stop)
    {
        if (Fault(address, allowance) is { } fault)
            return new Arrival.NotTaken(fault);
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body), Version = HttpVersion.Version11 };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Nightshift", null));
            foreach (var (name, value) in headers)
                request.Headers.Add(name, value);
            using var invoker = new HttpMessageInvoker(NewHandler(allowance));
            using var response = await invoker.SendAsync(request, both.Token);
            return await JudgeAsync(response, address, both.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Arrival.NotTaken($"no answer within {Limit.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OutboundException)
        {
            return new Arrival.NotTaken(Reason(e));
        }
    }

    private static string? Fault(Uri address, OutboundAllowance allowance) => address switch
    {
        { Scheme: "http" } when !allowance.Http => "its address is plain HTTP; use https, or give the receiver allow_http: true",
        { Scheme: not ("http" or "https") } => "its address is neither https nor http",
        { UserInfo.Length: > 0 } => "its address has a user or password in it, which is not sent; take it out",
        _ => null,
    };

    private SocketsHttpHandler NewHandler(OutboundAllowance allowance) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 16,
        ConnectCallback = new CheckedConnector(lookup, allowance.Private).ConnectAsync,
    };

    private static async Task<Arrival> JudgeAsync(HttpResponseMessage response, Uri address, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        return status switch
        {
            >= 200 and < 300 => new Arrival.Taken(),
            >= 300 and < 400 => new Arrival.NotTaken($"HTTP {status}: it points elsewhere, which is not followed; give the final address"),
            410 => new Arrival.Gone("HTTP 410: it wants no more"),
            _ => new Arrival.NotTaken($"HTTP {status}{await SaidAsync(response, address, cancellation)}"),
        };
    }

    /// <summary>The beginning of what the receiver said, unless it says our secret address back.</summary>
    private static async Task<string> SaidAsync(HttpResponseMessage response, Uri address, CancellationToken cancellation)
    {
        var bytes = new byte[MostAnswerBytes];
        int length;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return "";
        }

        var said = AlertText.Foreign(Encoding.UTF8.GetString(bytes, 0, length));
        var path = address.AbsolutePath.Trim('/');
        if (said.Length == 0 || path.Split('/').Append(address.Query.TrimStart('?')).Any(part => part.Length > 0 && said.Contains(part, StringComparison.OrdinalIgnoreCase)))
            return "";
        return $": {(said.Length > ShownAnswer ? said[..ShownAnswer] + "…" : said)}";
    }

    /// <summary>In words of our own: the messages of exceptions can hold the address.</summary>
    private static string Reason(Exception e) => e switch
    {
        OutboundException refused => refused.Message,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "its name cannot be resolved",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nobody listens there (connection refused)",
        SocketException socket => $"it cannot be reached ({socket.SocketErrorCode})",
        AuthenticationException => "its certificate is not trusted, or it speaks no TLS",
        { InnerException: { } inner } when inner is OutboundException or SocketException or AuthenticationException => Reason(inner),
        HttpRequestException { HttpRequestError: var error } when error != HttpRequestError.Unknown => $"the exchange failed ({error})",
        _ => "the connection broke",
    };
}
