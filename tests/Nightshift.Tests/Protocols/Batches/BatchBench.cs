using System.Buffers;
using Nightshift.Model;
using Nightshift.Protocols;
using Nightshift.Protocols.Batches;
using Nightshift.Sending;
using Nightshift.Simulator;
using Nightshift.Simulator.Faults;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Protocols.Batches;

/// <summary>A simulated provider whose batches take ten seconds of a clock that stands still, the way to it, and short words for what tests do.</summary>
internal sealed class BatchBench : IAsyncDisposable
{
    public const string Submission = "s7f3k2m9q1xa";
    public const int Rows = 40;

    private readonly TemporaryFolder _folder = new();
    private readonly HttpMessageInvoker _transport = Transport.Create();
    private readonly HttpMessageInvoker _breaking;

    private BatchBench(SimulatorServer server, ManualTime time, string address, ChatProtocol chat)
    {
        (Server, Time) = (server, time);
        _breaking = new(new BreakingTransport(this, _transport));
        Channel = new(_breaking, server.Address(address), () => "sk-test", chat.Authorize, time);
    }

    public ManualTime Time { get; }

    public SimulatorServer Server { get; }

    public BatchChannel Channel { get; }

    /// <summary>Whether connections break after the first byte of a body.</summary>
    public bool Breaks { get; set; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts one.</summary>
    /// <param name="address">The provider's base address below the simulator's root, as <c>/openai/v1</c>.</param>
    /// <param name="chat">What its live endpoint speaks.</param>
    /// <param name="faults">The simulator's faults.</param>
    public static async Task<BatchBench> OpenAsync(string address, ChatProtocol chat, params string[] faults)
    {
        var time = new ManualTime();
        var options = new SimulatorOptions { BatchDelay = TimeSpan.FromSeconds(10), Faults = [.. faults.Select(FaultRule.Parse)] };
        return new(await SimulatorServer.StartAsync(options, time, Cancellation), time, address, chat);
    }

    /// <summary>The prompt of a row: what JSON must escape, and what may look like the end of a line.</summary>
    public static string Prompt(int row) => $"row {row}: „ü“ \u2028 \"quoted\" \\ \n\t🌙";

    public static string CustomId(int row) => $"{Submission}-{row:000000}";

    /// <summary>Writes the requests of a batch.</summary>
    public SpoolFile Write(BatchProtocol protocol, ChatProtocol chat, string model, int rows = Rows)
    {
        var bodies = new ChatRequestWriter(new TaskDefinition { Model = $"any/{model}", MaxTokens = 100 }, chat);
        var lines = new ArrayBufferWriter<byte>();
        for (var row = 0; row < rows; row++)
        {
            protocol.WriteLine(lines, CustomId(row), bodies.Write(null, Prompt(row)).Span);
            lines.Write("\n"u8);
        }

        lines.WrittenSpan.Count((byte)'\n').ShouldBe(rows, "a line break within a line");
        var name = $"nightshift-{Submission}.jsonl";
        return new(_folder.Write(name, lines.WrittenSpan.ToArray()), name, lines.WrittenCount, rows);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _breaking.Dispose();
        _transport.Dispose();
        _folder.Dispose();
    }

    private sealed class BreakingTransport(BatchBench bench, HttpMessageInvoker inner) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!bench.Breaks)
                return await inner.SendAsync(request, cancellationToken);
            await request.Content!.CopyToAsync(new BrokenPipe(), cancellationToken);
            throw new InvalidOperationException("the body went through a broken pipe");
        }
    }

    private sealed class BrokenPipe : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("Broken pipe");

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw new IOException("Broken pipe");
    }
}
