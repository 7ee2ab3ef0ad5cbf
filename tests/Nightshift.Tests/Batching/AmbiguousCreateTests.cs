using System.Text;
using Nightshift.Batching;
using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Simulator.Faults;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Batching;

/// <summary>Uploads and creations whose answers are lost, by the provider's books: none is done twice, no row is lost, nothing is left behind.</summary>
public sealed class AmbiguousCreateTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_write_of_which_nobody_knows_what_became_is_found_and_never_done_twice()
    {
        var writes = AmbiguousWrite.All(Seed.Random(output))[..HowMany.Of(60, 600)];
        var broken = new List<string>();
        foreach (var write in writes)
        {
            try
            {
                await write.RunAsync();
            }
            catch (Exception e)
            {
                broken.Add($"{write}: {e.Message}");
            }
        }

        broken.ShouldBeEmpty();
        var fired = writes.GroupBy(write => $"{write.Fault} of {write.Call}".ToLowerInvariant()).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}");
        output.WriteLine($"{writes.Length} attempts at {writes.DistinctBy(write => write.Dialect).Count()} batch APIs, each fired once ({string.Join(", ", fired)}); "
            + $"{writes.Count(write => write.Lag is not null)} with lists that lag, {writes.Count(write => write.Restarts)} with a new start: duplicates 0, lost 0, orphans 0");
    }

    [Theory]
    [InlineData("execute-then-reset", 2, false)]
    [InlineData("execute-then-reset", 1, true)]
    [InlineData("drop-before-execute", 2, false)]
    [InlineData("drop-before-execute", 1, false)]
    public async Task Batches_of_others_with_as_many_rows_are_told_from_ours(string fault, int others, bool isHidden)
    {
        const int Rows = 5;
        var ourTurn = others + 1;
        IEnumerable<string> rules = [$"{fault}:call=create,nth={ourTurn}", .. isHidden ? [$"batch-hidden:nth={ourTurn},delay=4h"] : Array.Empty<string>()];
        await using var bench = await BatchJobBench.CreateAsync("anthropic", rules.Select(FaultRule.Parse), new() { BatchDelay = TimeSpan.FromHours(5) });
        CreateOthersJustBefore(bench, others, Rows);
        var end = await bench.RunAsync(bench.Request(Rows));

        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        (await bench.CheckAsync(end.Job.Id)).ShouldAllBe(row => row.State == RowState.Succeeded);
        // Where only others' are seen, each is looked into.
        if (isHidden || fault == "drop-before-execute")
            (await bench.AnomaliesAsync()).Count(anomaly => anomaly.Kind == BatchProof.ForeignKind).ShouldBe(others);
        var all = bench.Provider.Ledger.Batches();
        all.Count.ShouldBe(others + 1);
        all.Where(batch => batch.FirstCustomId!.StartsWith("otherclient", StringComparison.Ordinal)).ShouldAllBe(batch => batch.CancelAsked == null && batch.Deleted == null);
    }

    [Fact]
    public async Task A_batch_of_others_that_was_taken_for_ours_is_not_cancelled_with_our_job()
    {
        const int Rows = 5;
        await using var bench = await BatchJobBench.CreateAsync("anthropic", [FaultRule.Parse("drop-before-execute:call=create,nth=2")], new() { BatchDelay = TimeSpan.FromHours(5) });
        CreateOthersJustBefore(bench, 1, Rows);
        var job = (await bench.RunAsync(bench.Request(Rows), new RunControl { Once = true })).Job.Id;
        await using (var engine = await bench.OpenAsync())
        {
            for (var look = 0; look < 20 && (await engine.Store.ListBatchesAsync()).Single().State != BatchState.Submitted; look++)
            {
                bench.Time.Advance(TimeSpan.FromMinutes(2));
                await bench.WithClockAsync(engine.CarryOnAsync(job, control: new RunControl { Once = true }));
            }

            (await engine.Store.ListBatchesAsync()).Single().RemoteId.ShouldBe(bench.Provider.Ledger.Batches().Single().Id, "it is taken for ours");
            await engine.Store.CancelAsync(job);
            (await bench.WithClockAsync(engine.CarryOnAsync(job))).Ending.ShouldBe(Ending.Cancelled);
        }

        bench.Provider.Ledger.Batches().ShouldHaveSingleItem().CancelAsked.ShouldBeNull();
        (await bench.CheckAsync(job)).ShouldAllBe(row => row.State == RowState.Cancelled);
    }

    [Fact]
    public async Task Nothing_is_created_before_the_provider_has_told_its_time()
    {
        await using var bench = await BatchJobBench.CreateAsync("anthropic", [FaultRule.Parse("503:call=list,first=3")]);
        var calls = new List<string>();
        bench.Calls.Tamper = request =>
        {
            calls.Add(request.Method.Method);
            return Task.CompletedTask;
        };
        var end = await bench.RunAsync(bench.Request(rows: 5));

        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        bench.Provider.Ledger.Totals.Faults["503"].ShouldBe(3);
        calls.IndexOf("POST").ShouldBe(4, "three lists that failed, one that told the time, and then the creation");
    }

    [Fact]
    public async Task A_file_that_does_not_show_goes_up_again_and_neither_stays()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", [FaultRule.Parse("404:call=file,first=4")]);
        var end = await bench.RunAsync(bench.Request(rows: 5));
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        bench.Provider.Ledger.Totals.Batches.FilesUploaded.ShouldBe(2);
        await bench.CheckAsync(end.Job.Id);
    }

    /// <summary>Batches that another program makes with the same key, moments before ours.</summary>
    private static void CreateOthersJustBefore(BatchJobBench bench, int others, int rows) => bench.Calls.Tamper = async request =>
    {
        if (request.Method != HttpMethod.Post)
            return;
        bench.Calls.Tamper = null;
        for (var other = 0; other < others; other++)
            await CreateOtherAsync(bench, $"otherclient{other}", rows);
    };

    private static async Task CreateOtherAsync(BatchJobBench bench, string submission, int rows)
    {
        var requests = Enumerable.Range(0, rows).Select(row =>
            $$$"""{"custom_id":"{{{submission}}}-{{{row}}}","params":{"model":"echo","max_tokens":10,"messages":[{"role":"user","content":"another's"}]}}""");
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, bench.Provider.Address("/anthropic/v1/messages/batches"))
        {
            Content = new StringContent($$"""{"requests":[{{string.Join(',', requests)}}]}""", Encoding.UTF8, "application/json"),
            Headers = { { "x-api-key", "sk-test" }, { "anthropic-version", "2023-06-01" } },
        };
        (await client.SendAsync(request)).EnsureSuccessStatusCode();
    }
}
