using System.Text;
using Nightshift.Cli;
using Nightshift.Gathering;
using Nightshift.Simulator;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

/// <summary>A process that is killed at each step of a queue: what was acknowledged is there, and is sent once.</summary>
public sealed class QueueKillTests : IDisposable
{
    private const string Rows = "{\"id\":\"a\",\"text\":\"1\"}\n{\"id\":\"b\",\"text\":\"2\"}\n";
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("lot-numbered", false)]
    [InlineData("requests-written", false)]
    [InlineData("requests-committed", true)]
    public async Task While_something_is_put_in_all_of_it_is_there_or_nothing(string failpoint, bool isThere)
    {
        var queue = Create("http://127.0.0.1:9/openai/v1", new LotRule());
        var killed = await NightshiftProcess.RunAsync(_folder["home"], ["enqueue", "q"], new MemoryStream(Encoding.UTF8.GetBytes(Rows)), ("NIGHTSHIFT_FAILPOINT", $"{failpoint}:1:kill"));
        (killed.Code, killed.Output).ShouldBe((137, ""), killed.Errors);
        queue.Find(["a", "b"]).Count.ShouldBe(isThere ? 2 : 0);
        queue.Stand().Open.Requests.ShouldBe(isThere ? 2 : 0);

        (await EnqueueAsync(queue)).Requests.ShouldAllBe(request => request.IsNew == !isThere);
        queue.Stand().Open.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData("lot-closed")]
    [InlineData("lot-taken-in")]
    [InlineData("lot-noted")]
    [InlineData("lot-removed")]
    [InlineData("lot-worked-on")]
    public async Task At_any_step_of_a_lot_it_is_neither_lost_nor_sent_twice(string failpoint)
    {
        await using var provider = await SimulatorServer.StartAsync(new SimulatorOptions(), TimeProvider.System, CancellationToken.None);
        var queue = Create($"{provider.BaseAddress}openai/v1", new LotRule { Age = TimeSpan.FromMilliseconds(1) });
        await EnqueueAsync(queue);
        (await NightshiftProcess.RunAsync(_folder["home"], ["work", "--once"], null, ("NIGHTSHIFT_FAILPOINT", $"{failpoint}:1:kill"))).Code.ShouldBe(137, "the point was reached");
        // Also when the output was not there yet: a crash may come before it.
        File.Delete(_folder["out-000001.csv"]);

        var end = await NightshiftProcess.RunAsync(_folder["home"], ["work", "--once"]);
        end.Code.ShouldBe(0, end.Errors);
        provider.Ledger.Calls().Count().ShouldBe(2);
        File.ReadLines(_folder["out-000001.csv"]).Count().ShouldBe(3);
        await using var store = ReadOnlyStore.Require(_folder["home"]);
        (await store.ListJobsAsync()).ShouldHaveSingleItem().Name.ShouldBe("q lot 1");
        (queue.Stand().Closed.Count, queue.Stand().Open.Requests, queue.ListUnwritten().Count).ShouldBe((0, 0L, 0));
    }

    public void Dispose() => _folder.Dispose();

    private RequestQueue Create(string address, LotRule rule) => RequestQueue.Create(_folder["home"], "q", rule, TimeProvider.System, definition => definition with
    {
        Arguments = ["--model", "sim/echo", "--prompt", "Say {{text}}", "--base-url", address, "-o", "out-{lot}.csv", "--strategy", "fastest"], Folder = _folder.Path,
    });

    private static Task<Enqueued> EnqueueAsync(RequestQueue queue) =>
        queue.EnqueueAsync(Rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => new QueueRequest(Encoding.UTF8.GetBytes(row))));
}
