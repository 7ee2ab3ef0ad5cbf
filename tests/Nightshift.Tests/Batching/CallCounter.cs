using Nightshift.Sending;

namespace Nightshift.Tests.Batching;

/// <summary>HTTP as it is, with the number of calls under way: a clock that is moved by a test must wait for them.</summary>
internal sealed class CallCounter : DelegatingHandler
{
    private int _underWay;
    private long _steps;

    public CallCounter()
        : base(Transport.CreateHandler())
    {
    }

    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Grows whenever something happens.</summary>
    public long Steps => Interlocked.Read(ref _steps);

    /// <summary>Changes requests on their way; null for none.</summary>
    public Func<HttpRequestMessage, Task>? Tamper { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _underWay);
        Interlocked.Increment(ref _steps);
        try
        {
            if (Tamper is not null)
                await Tamper(request);
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
            Interlocked.Increment(ref _steps);
        }
    }
}
