using System.Runtime.InteropServices;
using Nightshift.Engine;

namespace Nightshift.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the first one finishes what is in flight, the second stops at once. A third is left to the system,
/// so that nothing can make the process unkillable.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<string> _say;
    private int _count;

    public Interrupts(Action<string> say)
    {
        _say = say;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    public RunControl Control => new(_stop.Token, _abort.Token);

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
        _abort.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        switch (Interlocked.Increment(ref _count))
        {
            case 1:
                context.Cancel = true;
                _say("Stopping: finishing what is in flight. Press Ctrl-C again to stop at once.");
                _stop.Cancel();
                break;
            case 2:
                context.Cancel = true;
                _say("Stopping at once.");
                _abort.Cancel();
                break;
            default:
                break;
        }
    }
}
