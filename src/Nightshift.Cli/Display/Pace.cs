namespace Nightshift.Cli.Display;

/// <summary>Rows a second over the last stretch, and what that makes of the rest.</summary>
internal sealed class Pace
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(15);
    private readonly Queue<(DateTimeOffset At, long Done)> _seen = [];

    /// <summary>Rows a second; 0 until it can be told.</summary>
    public double PerSecond { get; private set; }

    public void See(DateTimeOffset at, long done)
    {
        _seen.Enqueue((at, done));
        while (_seen.Count > 2 && at - _seen.Peek().At > Memory)
            _seen.Dequeue();
        var (since, before) = _seen.Peek();
        var seconds = (at - since).TotalSeconds;
        PerSecond = seconds > 0 ? Math.Max(0, (done - before) / seconds) : 0;
    }

    /// <summary>How long the rest will take; null when it cannot be told.</summary>
    public TimeSpan? Remaining(long rows) => PerSecond > 0 && rows / PerSecond < TimeSpan.MaxValue.TotalSeconds / 2
        ? TimeSpan.FromSeconds(rows / PerSecond)
        : null;
}
