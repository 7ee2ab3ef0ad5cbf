using Nightshift.Limits;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Limits;

public sealed class LaneWaitingTests
{
    private readonly ManualTime _time = new();

    [Fact(Timeout = 10_000)]
    public async Task A_waiter_wakes_when_somebody_leaves()
    {
        var gate = Gate(new LaneLimitOptions { FixedConcurrency = 1 });
        var permit = gate.TryEnter(0).Permit.ShouldNotBeNull();
        var waiting = gate.WaitAsync(gate.TryEnter(0), CancellationToken.None).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        gate.Leave(permit, new LaneFeedback.Succeeded());
        await waiting;
    }

    [Fact(Timeout = 10_000)]
    public async Task A_leaving_between_the_refusal_and_the_waiting_is_not_missed()
    {
        var gate = Gate(new LaneLimitOptions { FixedConcurrency = 1 });
        var permit = gate.TryEnter(0).Permit.ShouldNotBeNull();
        var refusal = gate.TryEnter(0);
        gate.Leave(permit, new LaneFeedback.Succeeded());
        await gate.WaitAsync(refusal, CancellationToken.None);
    }

    [Fact]
    public async Task A_waiter_wakes_when_its_time_has_passed_and_not_before()
    {
        var gate = Gate(new LaneLimitOptions());
        gate.Park(_time.GetUtcNow().AddSeconds(40), "a test");
        var waiting = gate.WaitAsync(gate.TryEnter(0), CancellationToken.None).AsTask();
        _time.Advance(TimeSpan.FromSeconds(39.999));
        waiting.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.001));
        await waiting;
        gate.TryEnter(0).Permit.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_waiter_can_give_up()
    {
        var gate = Gate(new LaneLimitOptions());
        gate.Park(_time.GetUtcNow().AddYears(1), "a test");
        using var cancellation = new CancellationTokenSource();
        var waiting = gate.WaitAsync(gate.TryEnter(0), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_senders_at_once_keep_to_the_concurrency_and_all_get_through()
    {
        var gate = new LaneGate(new LaneLimitOptions { FixedConcurrency = 3 }, TimeProvider.System, new Random(1));
        var (inside, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            for (var sent = 0; sent < 200;)
            {
                var admission = gate.TryEnter(1);
                if (admission.Permit is not { } permit)
                {
                    await gate.WaitAsync(admission, CancellationToken.None);
                    continue;
                }

                var now = Interlocked.Increment(ref inside);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                gate.BodySent(permit);
                gate.Leave(permit, new LaneFeedback.Succeeded(1));
                sent++;
            }
        })));
        most.ShouldBeLessThanOrEqualTo(3);
        gate.Snapshot().InFlight.ShouldBe(0);
        gate.Snapshot().RequestsInWindow.ShouldBe(4_000);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        var seen = Volatile.Read(ref target);
        while (value > seen && Interlocked.CompareExchange(ref target, value, seen) is var found && found != seen)
            seen = found;
    }

    private LaneGate Gate(LaneLimitOptions options) => new(options, _time, new Random(1));
}
