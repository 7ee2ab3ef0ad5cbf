using Nightshift.Limits;
using Nightshift.Providers;

namespace Nightshift.Sending;

/// <summary>A provider account, model and endpoint: what its calls go through and what holds them back.</summary>
internal sealed class Lane : IDisposable
{
    private readonly HttpMessageInvoker _transport;

    public Lane(Connection connection, LaneOptions options, HttpMessageInvoker transport, TimeProvider time, Random random)
    {
        Connection = connection;
        _transport = transport;
        Gate = new LaneGate(
            new LaneLimitOptions
            {
                Rpm = options.Rpm ?? connection.Provider.Rpm,
                Tpm = options.Tpm ?? connection.Provider.Tpm,
                FixedConcurrency = options.Concurrency ?? connection.Provider.Concurrency,
            },
            time,
            random);
        Retries = new RetryBudget(time);
        Sender = new LiveSender(transport, connection, options.Timeout ?? connection.Provider.Timeout, time);
    }

    public Connection Connection { get; }

    public LaneGate Gate { get; }

    public RetryBudget Retries { get; }

    public LiveSender Sender { get; }

    public void Dispose() => _transport.Dispose();
}
