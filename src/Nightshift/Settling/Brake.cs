using Nightshift.Model;

namespace Nightshift.Settling;

/// <summary>Stops a lane's work, or a whole job's, for a cause that concerns all of its rows. The first cause stands until it is let go. Thread-safe.</summary>
internal sealed class Brake : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource _pulled = new();
    private TaskCompletionSource<Pause?>? _waiter;
    private Pause? _pause;

    /// <summary>Cancelled once the brake is pulled; another one after it was let go.</summary>
    public CancellationToken Pulled
    {
        get
        {
            lock (_lock)
                return _pulled.Token;
        }
    }

    /// <summary>Why; null while it is not pulled.</summary>
    public Pause? Pause => Volatile.Read(ref _pause);

    /// <summary>Pulls it, unless it is.</summary>
    /// <param name="cause">Whose matter it is.</param>
    /// <param name="reason">The sentence for the user.</param>
    /// <param name="mayPass">Whether it may be over in a minute: a network that is away.</param>
    public void Pull(PauseCause cause, string reason, bool mayPass = false)
    {
        TaskCompletionSource<Pause?>? waiter;
        CancellationTokenSource pulled;
        Pause pause;
        lock (_lock)
        {
            if (_pause is not null)
                return;
            _pause = pause = new Pause(cause, reason) { MayPass = mayPass };
            (waiter, pulled) = (_waiter, _pulled);
        }

        waiter?.TrySetResult(pause);
        pulled.Cancel();
    }

    /// <summary>Lets it go: the work may begin again.</summary>
    public void Release()
    {
        lock (_lock)
        {
            if (_pause is not null)
                (_pulled, _pause) = (new CancellationTokenSource(), null);
        }
    }

    public void Dispose() => _pulled.Dispose();

    /// <summary>Waits until it is pulled; null when it was given up before. One waits at a time.</summary>
    public async Task<Pause?> WaitAsync(CancellationToken stop)
    {
        var waiter = new TaskCompletionSource<Pause?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_pause is { } pause)
                return pause;
            _waiter = waiter;
        }

        await using var givenUp = stop.Register(() => waiter.TrySetResult(null));
        return await waiter.Task;
    }
}

/// <summary>Why a job, or a lane of it, stopped.</summary>
/// <param name="Cause">Whose matter it is.</param>
/// <param name="Reason">The sentence for the user.</param>
internal sealed record Pause(PauseCause Cause, string Reason)
{
    /// <summary>Whether it may be over in a minute.</summary>
    public bool MayPass { get; init; }
}
