using Nightshift.Limits;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Limits;

/// <summary>One dispatcher with endless work at a gate, and a queue of what happens later: single-threaded, on a moved clock.</summary>
internal sealed class LaneSimulation(ManualTime time, LaneGate gate)
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _events = new();
    private long _order;

    public TimeSpan Now => time.Elapsed;

    /// <summary>Times that the dispatcher asked in vain: a hot loop shows here.</summary>
    public long Refusals { get; private set; }

    public void In(TimeSpan delay, Action action) => _events.Enqueue(action, (Now + delay, _order++));

    public void RunUntil(TimeSpan end, Func<long> estimate, Action<Permit, long> send)
    {
        var tokens = estimate();
        while (Now < end)
        {
            var admission = gate.TryEnter(tokens);
            if (admission.Permit is { } permit)
            {
                send(permit, tokens);
                tokens = estimate();
                continue;
            }

            Refusals++;
            var next = admission.Wait == Timeout.InfiniteTimeSpan ? end : Now + admission.Wait;
            if (_events.TryPeek(out _, out var first) && first.At < next)
                next = first.At;
            time.Advance((next < end ? next : end) - Now);
            while (_events.TryPeek(out var action, out var due) && due.At <= Now)
            {
                _events.Dequeue();
                action();
            }
        }
    }
}
