namespace Nightshift.Cli.Gathering;

/// <summary>What could not be done and will be tried again: each said once, and tried more and more seldom.</summary>
internal sealed class Setbacks(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);
    private readonly Dictionary<string, Setback> _known = new(StringComparer.Ordinal);

    /// <summary>Whether it is not to be tried now.</summary>
    public bool Holds(string what) => _known.TryGetValue(what, out var setback) && time.GetUtcNow() < setback.Until;

    /// <summary>It could not be done; whether that is news.</summary>
    public bool Note(string what, string why)
    {
        var before = _known.GetValueOrDefault(what);
        var pause = before is null ? First : before.Pause * 2 < Longest ? before.Pause * 2 : Longest;
        _known[what] = new Setback(why, pause, time.GetUtcNow() + pause);
        return before?.Why != why;
    }

    /// <summary>It has been done.</summary>
    public void Forget(string what) => _known.Remove(what);

    private sealed record Setback(string Why, TimeSpan Pause, DateTimeOffset Until);
}
