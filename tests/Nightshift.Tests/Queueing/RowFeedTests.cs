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
        var feed = new RowFeed(store, job.Id, new RetryBudget(time), changed);
        (await feed.RefillAsync()).ShouldBeFalse("no row is there");

        var waiting = changed.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse("the store would be asked again and again, as fast as it answers");
        time.Advance(TimeSpan.FromSeconds(1));
        await waiting;
    }
}
