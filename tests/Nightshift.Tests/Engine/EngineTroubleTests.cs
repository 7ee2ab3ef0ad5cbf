using System.Text;
using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Sending;
using Nightshift.Simulator;
using Nightshift.Tests.EndToEnd;
using Nightshift.Tests.Sending;

namespace Nightshift.Tests.Engine;

/// <summary>What goes wrong around a run, and what the run makes of it.</summary>
public sealed class EngineTroubleTests
{
    private static readonly TaskDefinition Echo = new() { Model = "openai/echo", Prompt = "{{text}}" };

    private static IEnumerable<string> Texts(int count) => Enumerable.Range(0, count).Select(n => $"text {n}");

    [Fact]
    public async Task A_job_that_is_cancelled_while_it_runs_ends_soon_and_keeps_its_answers()
    {
        await using var bench = await EngineBench.CreateAsync(new SimulatorOptions { Latency = TimeSpan.FromMilliseconds(50) });
        await using var engine = await bench.OpenAsync();
        var request = bench.Request(Texts(2_000)) with { Lane = new LaneOptions { Concurrency = 4 } };
        var running = engine.RunAsync(request);
        await Eventually.TrueAsync(() => bench.Provider.Ledger.Totals.Executed > 8, "some answers");

        CancelRequests.Leave(bench.Folder["home"], new JobId(1));
        var end = await running.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None);

        end.Ending.ShouldBe(Ending.Cancelled);
        end.Job.Counts.Succeeded.ShouldBe(bench.Provider.Ledger.Totals.Executed, "what was paid for is kept");
        end.Job.Counts.Cancelled.ShouldBe(2_000 - end.Job.Counts.Succeeded);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_saw_does_not_outlive_a_retry()
    {
        await using var bench = await EngineBench.CreateAsync();
        var end = await bench.RunAsync(bench.Request(["maybe"], Echo with { OneOf = ["yes", "no"], MaxAttempts = 1 }));
        CancelRequests.Leave(bench.Folder["home"], end.Job.Id);

        await using var engine = await bench.OpenAsync();
        (await engine.RetryFailedAsync(end.Job.Id)).ShouldBe(1);
        (await engine.CarryOnAsync(end.Job.Id)).Ending.ShouldBe(Ending.Finished);
    }

    [Fact]
    public async Task The_same_request_with_other_limits_is_the_same_job_under_those_limits()
    {
        await using var bench = await EngineBench.CreateAsync(new SimulatorOptions { Latency = TimeSpan.FromMilliseconds(30) });
        var request = bench.Request(Texts(60));
        await using var engine = await bench.OpenAsync();
        var submitted = await engine.SubmitAsync(request with { Lane = new LaneOptions { Concurrency = 32 } });

        var running = engine.RunAsync(request with { Lane = new LaneOptions { Concurrency = 2 } });
        var most = 0;
        while (!running.IsCompleted)
        {
            most = Math.Max(most, (await engine.ProgressAsync(submitted.Id))?.Lanes.SingleOrDefault()?.Gate.Concurrency ?? 0);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }

        (await running).Job.Id.ShouldBe(submitted.Id);
        most.ShouldBe(2);
    }

    [Fact]
    public async Task A_job_goes_where_it_was_submitted_for_whatever_the_environment_says_later()
    {
        await using var bench = await EngineBench.CreateAsync();
        var request = bench.Request(Texts(5)) with { BaseUrl = null };
        JobId id;
        await using (var engine = await OpenAsync(bench, $"{bench.Provider.BaseAddress}openai/v1"))
            id = (await engine.SubmitAsync(request)).Id;
        await using (var engine = await OpenAsync(bench, "http://127.0.0.1:9/elsewhere"))
            (await engine.CarryOnAsync(id)).Job.Counts.Succeeded.ShouldBe(5);
        bench.Provider.Ledger.Totals.Executed.ShouldBe(5);
    }

    [Fact]
    public async Task A_job_of_a_provider_that_now_leads_elsewhere_is_not_sent()
    {
        await using var bench = await EngineBench.CreateAsync();
        var request = bench.Request(Texts(5), Echo with { Model = "mine/echo" }) with { BaseUrl = null };
        JobId id;
        await using (var engine = await OpenAsync(bench, null, Mine($"{bench.Provider.BaseAddress}openai/v1")))
            id = (await engine.SubmitAsync(request)).Id;
        await using (var engine = await OpenAsync(bench, null, Mine("http://127.0.0.1:9/v1")))
            (await Should.ThrowAsync<ConnectionException>(() => engine.CarryOnAsync(id))).Message.ShouldContain("was made for");
        bench.Provider.Ledger.Totals.Executed.ShouldBe(0);

        static Provider Mine(string address) => new() { Name = "mine", BaseAddress = new Uri(address) };
    }

    [Fact]
    public async Task A_key_that_a_server_sends_back_is_in_no_file_and_no_sentence()
    {
        const string Key = "sk-CANARY-0123456789abcdef";
        await using var bench = await EngineBench.CreateAsync();
        var quoting = ScriptedTransport.Saying(400, $$$"""{"error":{"message":"bad request; headers: Authorization: Bearer {{{Key}}}"}}""");
        await using (var engine = await bench.OpenAsync(Key, quoting))
        {
            var end = await engine.RunAsync(bench.Request(Texts(3)));
            end.Job.Counts.Failed.ShouldBe(3);
        }

        (await bench.ResultsAsync(new JobId(1)))[0].Error.ShouldBe("bad request; headers: Authorization: Bearer [key]");
        foreach (var file in Directory.EnumerateFiles(bench.Folder["home"], "*", SearchOption.AllDirectories))
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).ShouldNotContain("CANARY", customMessage: file);
    }

    [Fact]
    public async Task An_answer_that_breaks_its_check_ends_its_own_row_alone()
    {
        await using var bench = await EngineBench.CreateAsync();
        var task = Echo with { Schema = """{"type":"object","properties":{"n":{"type":"integer","minimum":0}}}""", MaxAttempts = 1 };
        await using var engine = await bench.OpenAsync(transport: ScriptedTransport.Answering("""{"n":123456789012345678901234567890}"""));
        var end = await engine.RunAsync(bench.Request(Texts(20), task));
        (end.Ending, end.Job.Counts.Failed).ShouldBe((Ending.Finished, 20));
    }

    [Fact]
    public async Task A_row_that_ended_the_process_too_often_is_set_aside_unsent()
    {
        await using var bench = await EngineBench.CreateAsync();
        await using var engine = await bench.OpenAsync();
        var job = await engine.SubmitAsync(bench.Request(Texts(3), Echo with { MaxAttempts = 2 }));
        // What a start finds after a crash with the first row in flight: the first two are forgiven, two more use its attempts up.
        for (var crash = 0; crash < 4; crash++)
        {
            var row = (await engine.Store.ClaimAsync(job.Id, 1))[0];
            row.Lease.Row.Index.ShouldBe(0);
            await engine.Store.MarkSentAsync([row.Lease]);
            await engine.Store.RecoverAsync();
        }

        var end = await engine.CarryOnAsync(job.Id);
        (end.Ending, end.Job.Counts.Succeeded, end.Job.Counts.Failed).ShouldBe((Ending.Finished, 2, 1));
        var first = await engine.Store.ReadResultsAsync(job.Id).FirstAsync();
        (first.ErrorCode, first.Attempts).ShouldBe(("quarantined", 4));
        bench.Provider.Ledger.Totals.Executed.ShouldBe(2);
    }

    [Fact]
    public async Task One_job_is_worked_on_once_at_a_time()
    {
        await using var bench = await EngineBench.CreateAsync(new SimulatorOptions { Latency = TimeSpan.FromMilliseconds(300) });
        await using var engine = await bench.OpenAsync();
        var job = await engine.SubmitAsync(bench.Request(Texts(5)));
        var first = engine.CarryOnAsync(job.Id);
        (await Should.ThrowAsync<InvalidOperationException>(() => engine.CarryOnAsync(job.Id))).Message.ShouldContain("is being worked on");
        (await first).Ending.ShouldBe(Ending.Finished);
    }

    [Fact]
    public async Task A_limit_holds_across_an_intake_that_was_interrupted()
    {
        await using var bench = await EngineBench.CreateAsync();
        var request = bench.Request(Texts(6_000)) with { Limit = 5_000 };
        using var stop = new CancellationTokenSource();
        await using (var engine = await bench.OpenAsync())
            await Should.ThrowAsync<OperationCanceledException>(() => engine.SubmitAsync(request, new StopAfter(4_000, stop), stop.Token));
        await using (var engine = await bench.OpenAsync())
        {
            (await engine.Store.FindJobAsync(new JobId(1)))!.RecordsRead.ShouldBeInRange(2_000, 4_500, "some chunks are in");
            var job = await engine.SubmitAsync(request);
            (job.Counts.Total, job.RecordsRead).ShouldBe((5_000, 5_000));
            job.Columns.ShouldBe(["text"]);
        }
    }

    private static Task<NightshiftEngine> OpenAsync(EngineBench bench, string? address, params Provider[] providers) =>
        NightshiftEngine.OpenAsync(new EngineOptions
        {
            Home = bench.Folder["home"],
            Catalog = new ProviderCatalog(providers),
            Environment = name => name switch { "OPENAI_API_KEY" => "sk-test", "OPENAI_BASE_URL" => address, _ => null },
        });

    private sealed class StopAfter(long records, CancellationTokenSource stop) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunEvent.TakingIn { Records: var read } && read >= records)
                stop.Cancel();
        }
    }
}
