using Nightshift.Sending;

namespace Nightshift.Tests.Clocks;

/// <summary>Real HTTP whose exchanges, to the last byte, are waited for on the thread that makes them: to a <see cref="ClockThread"/> they take no time.</summary>
internal sealed class TransportOnTheSpot : DelegatingHandler
{
    public TransportOnTheSpot()
        : base(Transport.CreateHandler())
    {
    }

    /// <summary>Is told of each exchange when it is over.</summary>
    public Action<Uri>? Exchanged { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var exchange = ClockThread.OnTheSpot(() => ExchangeAsync(request, cancellationToken));
        Exchanged?.Invoke(request.RequestUri!);
        return exchange;
    }

    private async Task<HttpResponseMessage> ExchangeAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var response = await base.SendAsync(request, cancellation);
        await response.Content.LoadIntoBufferAsync(cancellation);
        return response;
    }
}
