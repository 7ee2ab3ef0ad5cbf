using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Simulation;

/// <summary>
/// A process of the simulated machine: its continuations and its timers. Killing it ends both at whatever point it had come to; freezing
/// holds them back.
/// </summary>
internal sealed class SimProcess(SimLoop loop, ManualTime time) : SynchronizationContext
{
    // Continuations go to the loop by themselves; the flag that runs them elsewhere would send those of Task.WhenAny to the thread pool.
    private readonly TaskCompletionSource _death = new();
    private readonly List<(SendOrPostCallback Callback, object? State)> _held = [];
    private bool _frozen;

    /// <summary>The clock as this process has it.</summary>
    public TimeProvider Time => field ??= new SimProcessTime(this, time);

    public bool IsDead => _death.Task.IsCompleted;

    /// <summary>Ends when the process is killed.</summary>
    public Task Death => _death.Task;

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsDead)
            return;
        if (_frozen)
            _held.Add((d, state));
        else
            loop.Add(this, d, state);
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("nobody may wait for the one thread there is");

    /// <summary>Begins work in this process.</summary>
    public Task<T> Start<T>(Func<Task<T>> work)
    {
        Task<T>? begun = null;
        Run(_ => begun = work(), null);
        return begun!;
    }

    public void Run(SendOrPostCallback callback, object? state)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>A timer of this process is due.</summary>
    public void Fire(TimerCallback callback, object? state)
    {
        if (_frozen)
            Post(held => callback(held), state);
        else if (!IsDead)
            callback(state);
    }

    public void Kill()
    {
        _death.TrySetResult();
        loop.Forget(this);
        _held.Clear();
        (Time as SimProcessTime)!.Clear();
    }

    public void Freeze() => _frozen = true;

    public void Thaw()
    {
        _frozen = false;
        foreach (var (callback, state) in _held)
            Post(callback, state);
        _held.Clear();
    }

    /// <summary>Waits on the spot for work that has threads of its own, so that they cannot change the order of anything.</summary>
    public static T Block<T>(Func<ValueTask<T>> work)
    {
        var before = Current;
        SetSynchronizationContext(null);
        try
        {
            return work().AsTask().GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
