using System.Net;
using System.Text;
using Nightshift.Engine;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Sending;
using Nightshift.Stores.InMemory;
using Nightshift.Tests.EndToEnd;
using Nightshift.Tests.Sending;

namespace Nightshift.Tests.Engine;

/// <summary>Rows that are marked as sent before there is a place for them: on a fast lane alone, and given back when they do not leave.</summary>
public sealed class RunwayTests : IAsyncDisposable
{
    private const int Concurrency = 4;
    private readonly TemporaryFolder _folder = new();
    private InMemoryStore? _store;
    private JobId _job;
    private int _calls;
    private long _mostLinedUp;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task On_a_fast_lane_the_intent_of_the_next_rows_is_on_the_disk_before_they_have_a_place()
    {
        await using var engine = await OpenAsync(_ => Answer());
        var end = await engine.CarryOnAsync(await SubmitAsync(engine, rows: 20_000));
        (end.Ending, end.Job.Counts.Succeeded, _calls).ShouldBe((Ending.Finished, 20_000, 20_000));
        _mostLinedUp.ShouldBeGreaterThan(Concurrency);
    }

    [Fact]
    public async Task On_a_slow_lane_only_what_is_in_flight_is_marked_as_sent()
    {
        await using var engine = await OpenAsync(async _ =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
            return await Answer();
        });
        var end = await engine.CarryOnAsync(await SubmitAsync(engine, rows: 60));
        (end.Ending, end.Job.Counts.Succeeded).ShouldBe((Ending.Finished, 60));
        _mostLinedUp.ShouldBeLessThanOrEqualTo(Concurrency, "those that have a place and are about to be sent");
    }

    [Fact]
    public async Task Rows_that_are_lined_up_when_the_server_asks_for_hours_wait_as_if_they_had_never_been_claimed()
    {
        await using var engine = await OpenAsync(call => call <= 10_000 ? Answer() : Refuse());
        using var stop = new CancellationTokenSource();
        var running = engine.CarryOnAsync(await SubmitAsync(engine, rows: 20_000), control: new RunControl(stop.Token, default));
        await Eventually.TrueAsync(() => _calls > 10_000 && Counts().Sent == 0, "nothing is left on the runway");
        await stop.CancelAsync();
        (await running).Ending.ShouldBe(Ending.Interrupted);
        await ShouldBeAtRestAsync(engine);
    }

    [Fact]
    public async Task Rows_that_are_lined_up_at_a_stop_are_given_back()
    {
        var release = new TaskCompletionSource();
        await using var engine = await OpenAsync(async call =>
        {
            if (call > 10_000)
                await release.Task;
            return await Answer();
        });
        using var stop = new CancellationTokenSource();
        var running = engine.CarryOnAsync(await SubmitAsync(engine, rows: 20_000), control: new RunControl(stop.Token, default));
        await Eventually.TrueAsync(() => _calls >= 10_000 + Concurrency, "the server hangs");
        await stop.CancelAsync();
        release.SetResult();
        (await running).Ending.ShouldBe(Ending.Interrupted);
        _mostLinedUp.ShouldBeGreaterThan(Concurrency);
        await ShouldBeAtRestAsync(engine);
    }

    private async Task<NightshiftEngine> OpenAsync(Func<int, Task<HttpResponseMessage>> answer) => await NightshiftEngine.OpenAsync(new EngineOptions
    {
        Home = _folder["home"],
        OpenStore = time => _store = new InMemoryStore(time),
        Environment = _ => "sk-test",
        CreateTransport = () => new HttpMessageInvoker(new ScriptedTransport(async (request, cancellation) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellation);
            var call = Interlocked.Increment(ref _calls);
            LookAtRunway();
            await Task.Yield();
            return await answer(call);
        })),
    });

    private async Task<JobId> SubmitAsync(NightshiftEngine engine, int rows)
    {
        var csv = new StringBuilder("text\n");
        for (var row = 0; row < rows; row++)
            csv.Append($"text {row}\n");
        _job = (await engine.SubmitAsync(new JobRequest
        {
            Input = new InputSource(_folder.Write("rows.csv", csv.ToString())),
            Task = new TaskDefinition { Model = "openai/echo", Prompt = "{{text}}" },
            BaseUrl = "http://127.0.0.1:9/v1",
            Lane = new LaneOptions { Concurrency = Concurrency },
        })).Id;
        return _job;
    }

    private RowCounts Counts() => _store!.FindJobAsync(_job).AsTask().Result!.Counts;

    private async Task ShouldBeAtRestAsync(NightshiftEngine engine)
    {
        var counts = Counts();
        (counts.Claimed, counts.Sent).ShouldBe((0, 0));
        counts.Pending.ShouldBeGreaterThan(0);
        var waiting = await engine.Store.ReadResultsAsync(_job).Where(row => row.State == RowState.Pending).ToListAsync();
        waiting.Sum(row => row.Attempts).ShouldBeLessThanOrEqualTo(2 * Concurrency, "attempts of rows that wait: those that were refused, and no others");
        (await engine.Store.CheckAsync().ToListAsync()).ShouldBeEmpty();
    }

    private static Task<HttpResponseMessage> Answer() => Task.FromResult(new HttpResponseMessage
    {
        Content = new StringContent("""{"choices":[{"message":{"role":"assistant","content":"yes"},"finish_reason":"stop"}]}""", Encoding.UTF8, "application/json"),
    });

    private static Task<HttpResponseMessage> Refuse()
    {
        var refusal = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("""{"error":{"message":"later"}}""") };
        refusal.Headers.RetryAfter = new(TimeSpan.FromHours(6));
        return Task.FromResult(refusal);
    }

    /// <summary>Rows that are marked as sent, without those that were sent.</summary>
    private void LookAtRunway()
    {
        var counts = Counts();
        var linedUp = counts.Sent - (Volatile.Read(ref _calls) - counts.Done);
        for (var most = Interlocked.Read(ref _mostLinedUp); linedUp > most && Interlocked.CompareExchange(ref _mostLinedUp, linedUp, most) != most;)
            most = Interlocked.Read(ref _mostLinedUp);
    }
}
