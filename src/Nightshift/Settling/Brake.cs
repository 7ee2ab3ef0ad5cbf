using Nightshift.Model;

namespace Nightshift.Settling;

/// <summary>Stops a job's sending for a cause that concerns all of its rows. The first cause stands.</summary>
internal sealed class Brake : IDisposable
{
    private readonly CancellationTokenSource _pulled = new();
    private Pause? _pause;

    /// <summary>Cancelled once the brake is pulled.</summary>
    public CancellationToken Pulled => _pulled.Token;

    /// <summary>Why; null while it is not pulled.</summary>
    public Pause? Pause => _pause;

    public void Pull(PauseCause cause, string reason)
    {
        if (Interlocked.CompareExchange(ref _pause, new Pause(cause, reason), null) is null)
            _pulled.Cancel();
    }

    public void Dispose() => _pulled.Dispose();
}

/// <summary>Why a job stopped.</summary>
/// <param name="Cause">Whose matter it is.</param>
/// <param name="Reason">The sentence for the user.</param>
internal sealed record Pause(PauseCause Cause, string Reason);
