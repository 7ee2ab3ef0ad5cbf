using Nightshift.Simulator;

namespace Nightshift.Cli;

/// <summary>
/// The simulator that answers <c>sim/…</c> in this process: one from its first use to the process's end, since it keeps batches and their
/// files no longer than itself.
/// </summary>
internal static class OwnSimulator
{
    private static SimulatorServer? _running;

    /// <summary>Slow enough to be watched, fast enough not to be waited for.</summary>
    private static SimulatorOptions QuickStart => new() { Latency = TimeSpan.FromMilliseconds(40), BatchDelay = TimeSpan.FromSeconds(2) };

    /// <summary>Starts it, the first time.</summary>
    public static async Task<SimulatorServer> StartAsync() =>
        _running ??= await SimulatorServer.StartAsync(QuickStart, TimeProvider.System, CancellationToken.None);

    /// <summary>Stops it, where it was started.</summary>
    public static ValueTask StopAsync() => _running?.DisposeAsync() ?? ValueTask.CompletedTask;
}
