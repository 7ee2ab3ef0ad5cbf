namespace Nightshift.Settling;

/// <summary>Stops a job's sending for a cause that concerns all of its rows. The first cause stands.</summary>
internal sealed class Brake : IDisposable
{
    private readonly CancellationTokenSource _pulled = new();
    private string? _reason;

    /// <summary>Cancelled once the brake is pulled.</summary>
    public CancellationToken Pulled => _pulled.Token;

    /// <summary>Why, for the user; null while it is not pulled.</summary>
    public string? Reason => _reason;

    public void Pull(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
            _pulled.Cancel();
    }

    public void Dispose() => _pulled.Dispose();
}
