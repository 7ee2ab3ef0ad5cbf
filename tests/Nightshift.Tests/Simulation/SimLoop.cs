using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Simulation;

/// <summary>
/// The one thread of a simulation. What is ready runs in a seeded random order; when nothing is, the clock moves to the next timer.
/// A continuation that came from another thread is an escape: it would make the run depend on the machine.
/// </summary>
internal sealed class SimLoop(int seed, ManualTime time, long mostSteps)
{
    private readonly List<(SimProcess Process, SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly Random _random = new(seed);
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _escapes;

    /// <summary>Continuations run so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Continuations that another thread handed in.</summary>
    public int Escapes => _escapes;

    /// <summary>How the first of them got there.</summary>
    public string? FirstEscape { get; private set; }

    /// <summary>A digest of the order in which everything happened, and when: two runs are the same exactly when their digests are.</summary>
    public ulong Digest { get; private set; } = 14695981039346656037;

    public void Add(SimProcess process, SendOrPostCallback callback, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Interlocked.Increment(ref _escapes);
            FirstEscape ??= Environment.StackTrace;
        }

        lock (_ready)
            _ready.Add((process, callback, state));
    }

    /// <summary>Drops what a process had ready, as its death does.</summary>
    public void Forget(SimProcess process) => _ready.RemoveAll(item => item.Process == process);

    /// <summary>Mixes a fact into the digest.</summary>
    public void Note(long fact) => Digest = (Digest ^ (ulong)fact) * 1099511628211;

    /// <summary>Runs until the task is over.</summary>
    public void Run(Task until)
    {
        while (!until.IsCompleted)
        {
            if (_ready.Count > 0)
                Step();
            else
                time.Advance(time.UntilNext ?? throw new InvalidOperationException("nothing is ready and no timer is set: the run hangs"));
            if (Steps > mostSteps)
                throw new InvalidOperationException($"no end after {Steps} steps, {time.Elapsed} on the clock");
        }

        until.GetAwaiter().GetResult();
    }

    private void Step()
    {
        // A thread that is not scheduled at once lets time pass.
        if (_random.Next(64) == 0)
            time.Advance(TimeSpan.FromMilliseconds(_random.Next(1, 5)));
        var at = _random.Next(_ready.Count);
        var (process, callback, state) = _ready[at];
        _ready[at] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        Steps++;
        Note(at);
        Note(time.Elapsed.Ticks);
        process.Run(callback, state);
    }
}
