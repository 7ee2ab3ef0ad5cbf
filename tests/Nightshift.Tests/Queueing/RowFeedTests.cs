using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Queueing;
using Nightshift.Stores.InMemory;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Queueing;

public sealed class RowFeedTests
{
    [Fact]
    public async Task Who_has_waited_for_a_claim_that_found_nothing_is_not_woken_by_it()
    {
        var time = new ManualTime();
        await using var store = new InMemoryStore(time);
        var job = await store.AddJobAsync(new NewJob("k", "n", "{}"));
        var changed = new Signal(time);
        var feed = new RowFeed(store, job.Id, new RetryBudget(time), new LaneQuota(new LiveQuota(), () => true), changed, time);
        (await feed.RefillAsync()).ShouldBeFalse("no row is there");

        var waiting = changed.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse("the store would be asked again and again, as fast as it answers");
        time.Advance(TimeSpan.FromSeconds(1));
        await waiting;
    }

    [Fact]
    public async Task Rows_that_are_not_for_live_calls_now_are_not_claimed_and_wake_nobody()
    {
        var time = new ManualTime();
        await using var store = new InMemoryStore(time);
        var job = await store.AddJobAsync(new NewJob("k", "n", "{}"));
        await store.AppendRowsAsync(job.Id, [.. Enumerable.Range(0, 9).Select(row => new NewRow(row, row + 1, null, "{}"u8.ToArray(), null))], 9);
        await store.SealAsync(job.Id, [], useCache: false);
        var (quota, changed) = (new LiveQuota(), new Signal(time));
        var feed = new RowFeed(store, job.Id, new RetryBudget(time), new LaneQuota(quota, () => true), changed, time);
        quota.Set(0);
        await feed.KeepFilledAsync();
        (await feed.RefillAsync()).ShouldBeFalse();
        changed.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None).IsCompleted.ShouldBeFalse();

        quota.Set(4);
        (await feed.RefillAsync()).ShouldBeTrue();
        feed.Count.ShouldBe(4);
        quota.IsOpen.ShouldBeFalse();
        (await store.FindJobAsync(job.Id))!.Counts.Pending.ShouldBe(5);
    }
}
