using Nightshift.Model;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Simulation;

/// <summary>
/// The retry budget's promise, read from outside: retries under way and those of the last 60 s that brought nothing are no more than 30,
/// and a fifth of the answers of the last 60 s. Where the moment of an event is not seen to the second, the rule is the milder one.
/// </summary>
internal sealed class RetryRule(ManualTime time)
{
    private static readonly TimeSpan Surely = TimeSpan.FromSeconds(58);
    private static readonly TimeSpan Perhaps = TimeSpan.FromSeconds(85);

    private readonly HashSet<Lease> _underWay = [];
    private readonly Queue<TimeSpan> _failed = [];
    private readonly Queue<TimeSpan> _answered = [];

    /// <summary>Whether these may be claimed too.</summary>
    public bool Claim(IReadOnlyList<Lease> retries)
    {
        _underWay.UnionWith(retries);
        Drop(_failed, Surely);
        Drop(_answered, Perhaps);
        return retries.Count == 0 || _underWay.Count + _failed.Count <= 30 + (int)(_answered.Count * 0.2);
    }

    /// <summary>A retry was not made after all.</summary>
    public void Forget(Lease lease) => _underWay.Remove(lease);

    /// <summary>A call is over.</summary>
    public void Over(Lease lease, bool answered)
    {
        if (answered)
            _answered.Enqueue(time.Elapsed);
        if (_underWay.Remove(lease) && !answered)
            _failed.Enqueue(time.Elapsed);
    }

    public override string ToString() => $"{_underWay.Count} under way, {_failed.Count} in vain, {_answered.Count} answers";

    private void Drop(Queue<TimeSpan> events, TimeSpan after)
    {
        while (events.TryPeek(out var at) && time.Elapsed - at > after)
            events.Dequeue();
    }
}
