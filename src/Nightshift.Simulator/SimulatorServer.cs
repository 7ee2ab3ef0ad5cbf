using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Nightshift.Simulator.Accounting;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator;

/// <summary>
/// AI providers on loopback: live answers and batches in each provider's own words, with limits, faults, and a ledger.
/// </summary>
/// <remarks>It listens on 127.0.0.1 only, writes nothing to the console, and leaves signals to the program around it.</remarks>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly Provider _provider;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _disposed;

    private SimulatorServer(KestrelServer server, Provider provider)
    {
        _server = server;
        _provider = provider;
        BaseAddress = new Uri(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
    }

    /// <summary>The root, as <c>http://127.0.0.1:4010/</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The base address to give to an OpenAI client, as <c>http://127.0.0.1:4010/openai/v1</c>.</summary>
    public Uri OpenAIAddress => Address("/openai/v1");

    /// <summary>Every base address, for one provider each.</summary>
    public IReadOnlyList<Uri> Addresses => [.. Routes.Addresses.Select(address => new Uri(BaseAddress, address.Base))];

    /// <summary>A base address, as <c>/anthropic</c> below this simulator's root.</summary>
    public Uri Address(string path) => new(BaseAddress, path);

    /// <summary>What it accepted and would bill, as <c>GET /ledger</c> shows it.</summary>
    public Ledger Ledger => _provider.Ledger;

    /// <summary>Starts listening.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="time">The clock for latency, limits and the ledger; none is the system's.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="ScenarioException">An option is outside its range.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorServer> StartAsync(SimulatorOptions options, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        options.Check();
        var provider = new Provider(options, time ?? TimeProvider.System);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(Settings(provider)), transport, NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(new Application(new FrontDesk(provider)), cancellation);
            return new(server, provider);
        }
        catch
        {
            server.Dispose();
            provider.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the simulator is disposed.</summary>
    /// <exception cref="OperationCanceledException">The token ended the wait; the simulator still runs.</exception>
    public Task WaitForShutdownAsync(CancellationToken cancellation = default) => _stopped.Task.WaitAsync(cancellation);

    /// <summary>Stops at once; calls in flight are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
        _provider.Dispose();
        _stopped.TrySetResult();
    }

    private static KestrelServerOptions Settings(Provider provider)
    {
        var settings = new KestrelServerOptions { AddServerHeader = false };
        // Faults decide what is too slow or too large here. HTTP/1.1 alone, since broken framing needs the connection for itself.
        settings.Limits.MaxRequestBodySize = null;
        settings.Limits.MinRequestBodyDataRate = null;
        settings.Limits.MinResponseDataRate = null;
        settings.Limits.MaxRequestBufferSize = 256 * 1024;
        settings.Listen(IPAddress.Loopback, provider.Options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (provider.Planner.HasCertificate)
            {
                var show = new CertificateShow(provider);
                listen.Use(next => connection => show.Meet(connection, next));
            }
        });
        return settings;
    }
}
